package dev.seseragi.gate.servlet;

import dev.seseragi.gate.GateRequest;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.Refusal;
import dev.seseragi.gate.Verdict;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A reply that leaves only as far as the gate has opened for it. For one thread at a time. */
final class HeldResponse extends HttpServletResponseWrapper {
  private static final System.Logger LOG = System.getLogger("dev.seseragi.gate");

  /** How much is kept unless the handler asks for more. */
  static final int BUFFER_BYTES = 32 * 1024;

  /** The most that a handler can ask for. */
  static final int MAX_BUFFER_BYTES = 1024 * 1024;

  private final HttpServletRequest http;
  private final GateRequest request;
  private final OutputGate gate;
  private int bufferBytes = BUFFER_BYTES;
  private HeldStream stream = new HeldStream(this);
  private boolean hasGivenStream;
  private @Nullable PrintWriter writer;

  /** Set where the container makes the rest of the reply: an error, a redirect. */
  private boolean isOver;

  private @Nullable Refusal refused;

  /** Whether a part had left when the rest was refused. */
  private boolean isCut;

  HeldResponse(HttpServletRequest request, HttpServletResponse target, OutputGate gate) {
    super(target);
    this.http = request;
    this.request = new GateRequest(request.getMethod(), request.getRequestURI());
    this.gate = gate;
  }

  boolean isRefused() {
    return refused != null;
  }

  int bufferBytes() {
    return bufferBytes;
  }

  /** Whether nothing is asked for this reply any more. */
  boolean isUngated() {
    return http.getAttribute(OutputGateFilter.UNGATED) != null;
  }

  /** What {@link OutputGateFilter#ask} does. */
  Verdict askNow() throws InterruptedException {
    if (isUngated()) {
      return new Verdict.Open();
    }
    Verdict verdict = gate.await(request);
    if (verdict.isPassed()) {
      http.setAttribute(OutputGateFilter.UNGATED, true);
    }
    return verdict;
  }

  /** Whether what is written goes nowhere any more. */
  boolean isOver() {
    return isOver;
  }

  ServletOutputStream target() throws IOException {
    return super.getOutputStream();
  }

  /**
   * Waits until the gate opens.
   *
   * @throws ReplyRefusedException if it does not; then a 503 has been sent where that was possible
   */
  void pass() throws IOException {
    passUnlessRefused();
    if (refused != null) {
      throw new ReplyRefusedException(refused);
    }
  }

  /** The same, for whoever looks at {@link #isRefused} afterwards. */
  void passUnlessRefused() throws IOException {
    if (refused == null && !isUngated() && ask() instanceof Verdict.Shut shut) {
      Refusal refusal = new Refusal(shut, request);
      refused = refusal;
      LOG.log(System.Logger.Level.WARNING, refusal.message());
      refuse(refusal);
    }
  }

  private Verdict ask() throws IOException {
    try {
      return gate.await(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the reply was held back");
    }
  }

  private void refuse(Refusal refusal) throws IOException {
    stream.drop();
    if (super.isCommitted()) {
      isCut = true;
      return;
    }
    // Also what the handler has set by then: a cookie tells as much as a body.
    super.reset();
    super.setStatus(Refusal.STATUS);
    super.setContentType(Refusal.CONTENT_TYPE);
    super.setHeader("Retry-After", Refusal.RETRY_AFTER_SECONDS);
    super.setHeader("Cache-Control", "no-store");
    byte[] body = refusal.body().getBytes(StandardCharsets.US_ASCII);
    super.setContentLength(body.length);
    if (!request.method().equals("HEAD")) {
      target().write(body);
    }
    super.flushBuffer();
  }

  /** The handler is done: what is left may leave, and with it the end. */
  void finish() throws IOException {
    passUnlessRefused();
    if (refused == null) {
      stream.release();
    }
    demandWhole();
  }

  /**
   * Lets the container break the connection off where the end of the reply will never come.
   *
   * @throws ReplyRefusedException if that is so
   */
  void demandWhole() throws ReplyRefusedException {
    if (isCut && refused != null) {
      throw new ReplyRefusedException(refused);
    }
  }

  @Override
  public ServletOutputStream getOutputStream() {
    if (writer != null) {
      throw new IllegalStateException("getWriter() was called for this reply");
    }
    hasGivenStream = true;
    return stream;
  }

  @Override
  public PrintWriter getWriter() {
    if (hasGivenStream) {
      throw new IllegalStateException("getOutputStream() was called for this reply");
    }
    if (writer == null) {
      // As the container would: from now on the encoding is fixed, and told.
      String encoding = getCharacterEncoding();
      setCharacterEncoding(encoding);
      writer = new PrintWriter(new HeldWriter(stream, Charset.forName(encoding)));
    }
    return writer;
  }

  @Override
  public void flushBuffer() throws IOException {
    pass();
    stream.release();
    super.flushBuffer();
  }

  @Override
  public void setBufferSize(int size) {
    stream.demandUnused();
    bufferBytes = Math.clamp(size, 0, MAX_BUFFER_BYTES);
  }

  @Override
  public int getBufferSize() {
    return bufferBytes;
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    stream.drop();
  }

  @Override
  public void reset() {
    super.reset();
    stream.drop();
    stream = new HeldStream(this);
    hasGivenStream = false;
    writer = null;
  }

  @Override
  public void sendError(int status) throws IOException {
    end();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    end();
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    end();
    super.sendRedirect(location);
  }

  // The following came with Servlet 6.1 and delegate to the container where they are not defined.

  /** As Servlet 6.1 has it. */
  public void sendRedirect(String location, boolean clearsBuffer) throws IOException {
    sendRedirect(location, HttpServletResponse.SC_FOUND, clearsBuffer);
  }

  /** As Servlet 6.1 has it. */
  public void sendRedirect(String location, int status) throws IOException {
    sendRedirect(location, status, true);
  }

  /** As Servlet 6.1 has it. */
  public void sendRedirect(String location, int status, boolean clearsBuffer) throws IOException {
    if (clearsBuffer) {
      resetBuffer();
    }
    setStatus(status);
    setHeader("Location", location);
    stream.close();
  }

  private void end() throws IOException {
    if (super.isCommitted()) {
      throw new IllegalStateException("a part of the reply has left");
    }
    pass();
    stream.drop();
    isOver = true;
  }
}
