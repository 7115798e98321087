package dev.seseragi.gate.proxy;

import dev.seseragi.gate.GateRequest;
import dev.seseragi.gate.Refusal;
import dev.seseragi.gate.Verdict;
import dev.seseragi.gate.proxy.ClientConnection.Waiting;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply. The request goes to the child as it comes, as fast as the child takes
 * it; the reply goes through {@link HeldReply}, as fast as the gate opens and the client takes it.
 * On the client's event loop.
 */
final class Exchange implements ChildConnection.Listener, HeldReply.Outlet {
  private static final System.Logger LOG = System.getLogger("dev.seseragi.gate");

  private final ClientConnection client;
  private final HttpRequest request;
  private final GateRequest gateRequest;
  private final HeldReply held;
  private @Nullable ChildConnection child;

  /** The last piece of the request has come. */
  private boolean isRequestEnded;

  /** The child has said something. */
  private boolean isReplyBegun;

  /** The child has said everything. */
  private boolean isReplyEnded;

  /** The final head was given to the client: nothing else can be said any more. */
  private boolean isHeadOut;

  /** The last piece of the reply was given to the client. */
  private boolean isReplyOut;

  /** Both sides speak something else from here on. */
  private boolean isTunnel;

  private boolean isLasting;
  private boolean isChildReusable;
  private boolean isRetried;

  /** The client is gone, or the exchange over. */
  private boolean isOver;

  Exchange(ClientConnection client, HttpRequest request) {
    this.client = client;
    this.request = request;
    this.gateRequest = new GateRequest(request.method().name(), Heads.path(request.uri()));
    this.held =
        new HeldReply(
            client.guests().questions(client.channel().eventLoop()),
            gateRequest,
            client.guests().held(),
            this);
  }

  void begin() {
    Optional<LocalReply> refusal = RequestRules.refusal(request);
    if (refusal.isPresent()) {
      answer(refusal.get(), false);
    } else {
      forward();
    }
  }

  private void forward() {
    switch (client.guests().doorman().way(gateRequest)) {
      case Doorman.Way.Answer(LocalReply reply) -> answer(reply, mayLast());
      case Doorman.Way.Forward(InetSocketAddress address) -> {
        client.await(Waiting.FOR_CHILD);
        ChildConnection parked = client.takeChild(address);
        if (parked != null) {
          send(parked);
        } else {
          connect(address);
        }
      }
    }
  }

  private boolean mayLast() {
    return HttpUtil.isKeepAlive(request)
        && !client.guests().isDraining()
        && (isRequestEnded || !Heads.hasBody(request));
  }

  private void connect(InetSocketAddress address) {
    ChildConnection fresh = new ChildConnection(address, client.channel());
    var _ =
        fresh
            .connected()
            .addListener(done -> {
              if (isOver) {
                fresh.close();
              } else if (done.isSuccess()) {
                send(fresh);
              } else {
                answer(
                    LocalReply.problem(
                        502, "child_unreachable", "The program behind the proxy does not answer."),
                    mayLast());
              }
            });
  }

  private void send(ChildConnection connection) {
    child = connection;
    boolean isHead = request.method().name().equals("HEAD");
    connection.begin(Heads.forChild(request, client.address()), isHead, this);
    connection.read();
    if (isRequestEnded) {
      // A second try of a request whose (empty) body has been read.
      var _ = connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      awaitBody();
    }
  }

  private void awaitBody() {
    client.await(Waiting.FOR_BODY);
    client.read();
  }

  /** A piece of the request. */
  void content(HttpContent piece) {
    boolean isLast = piece instanceof LastHttpContent;
    ChildConnection to = child;
    if (piece.decoderResult().isFailure()) {
      piece.release();
      fail(LocalReply.problem(400, "bad_request", "The body cannot be read."));
      return;
    }
    isRequestEnded |= isLast;
    if (to == null) {
      piece.release();
      if (!isLast) {
        awaitBody();
      } else if (isReplyOut) {
        end(true);
      }
      return;
    }
    client.await(Waiting.FOR_CHILD);
    var written = to.write(piece);
    if (!isLast) {
      var _ =
          written.addListener(done -> {
            if (done.isSuccess() && !isOver) {
              awaitBody();
            }
          });
    } else if (!Heads.isUpgrade(request)) {
      // So that it is seen when the client leaves. Behind an upgrade what comes is no request.
      client.read();
    }
  }

  /** Bytes of an upgraded connection. */
  void raw(ByteBuf bytes) {
    ChildConnection to = child;
    if (to == null || !isTunnel) {
      bytes.release();
      return;
    }
    client.await(Waiting.FOR_CHILD);
    var _ =
        to.write(bytes)
            .addListener(done -> {
              if (done.isSuccess()) {
                client.read();
              }
            });
  }

  @Override
  public void part(Part part) {
    if (isReplyEnded) {
      // More than was asked for: nobody's reply, and nothing to go on from.
      part.release();
      isChildReusable = false;
      return;
    }
    if (part instanceof Part.Switch && !Heads.isUpgrade(request)) {
      fail(LocalReply.problem(502, "child_broke_off", "The program switches unasked."));
      return;
    }
    isReplyBegun = true;
    if (part instanceof Part.Head(HttpResponse head)) {
      isChildReusable = Heads.isReusable(head, request);
    }
    isReplyEnded |= part instanceof Part.End;
    held.add(part);
  }

  @Override
  public void readComplete() {
    held.ask();
    readOn();
  }

  private void readOn() {
    if (child != null && !isReplyEnded && held.hasRoom() && client.isWritable()) {
      child.read();
    }
  }

  @Override
  public void gone() {
    ChildConnection lost = child;
    child = null;
    if (isReplyEnded || isOver) {
      return;
    }
    if (isTunnel) {
      endTunnel();
    } else if (lost != null && mayRetry(lost)) {
      isRetried = true;
      forward();
    } else {
      fail(
          LocalReply.problem(
              502, "child_broke_off", "The program behind the proxy broke its reply off."));
    }
  }

  /** A connection that was used before may have been closed before the request came. */
  private boolean mayRetry(ChildConnection lost) {
    return lost.isUsed()
        && !isReplyBegun
        && !isRetried
        && gateRequest.isRead()
        && !Heads.hasBody(request);
  }

  private void endTunnel() {
    if (held.isEmpty()) {
      end(false);
    }
  }

  @Override
  public void leave(Part part) {
    switch (part) {
      case Part.Interim(HttpResponse head) -> {
        client.write(Heads.interim(head));
        client.write(LastHttpContent.EMPTY_LAST_CONTENT);
      }
      case Part.Switch(HttpResponse head) -> becomeTunnel(head);
      case Part.Head(HttpResponse head) -> {
        Heads.ForClient out = Heads.forClient(head, request, mayLast());
        isLasting = out.isLasting();
        isHeadOut = true;
        client.write(out.reply());
      }
      case Part.Body(HttpContent content) -> client.write(content);
      case Part.End(HttpContent content) -> {
        isReplyOut = true;
        client.write(content);
      }
      case Part.Raw(ByteBuf bytes) -> client.write(bytes);
    }
  }

  private void becomeTunnel(HttpResponse head) {
    isHeadOut = true;
    isTunnel = true;
    client.write(Heads.switching(head));
    client.write(LastHttpContent.EMPTY_LAST_CONTENT);
    if (child != null) {
      child.becomeRaw();
    }
    client.upgraded();
  }

  @Override
  public void flush() {
    client.flush();
    if (isReplyOut) {
      finish();
    } else if (isTunnel && child == null) {
      endTunnel();
    } else {
      client.await(client.isWritable() ? Waiting.FOR_CHILD : Waiting.FOR_TAKING);
      readOn();
    }
  }

  /** The client has taken some of what was written. */
  void clientTakes() {
    client.await(Waiting.FOR_CHILD);
    readOn();
  }

  private void finish() {
    ChildConnection used = child;
    child = null;
    if (used != null && isRequestEnded && isChildReusable) {
      client.park(used);
    } else if (used != null) {
      used.close();
    }
    if (!isLasting || isRequestEnded) {
      end(isLasting);
    } else {
      // The end of the empty body is still to be read.
      awaitBody();
    }
  }

  @Override
  public void refuse(Verdict.Shut verdict) {
    Refusal refusal = new Refusal(verdict, gateRequest);
    LOG.log(System.Logger.Level.WARNING, refusal.message());
    fail(LocalReply.of(refusal));
  }

  /** What was waited for did not come. */
  void late(Waiting what) {
    fail(
        what == Waiting.FOR_BODY
            ? LocalReply.problem(408, "too_slow", "The body did not come in time.")
            : LocalReply.problem(504, "child_too_slow", "The program did not answer in time."));
  }

  /** Says so, where that can still be said; else breaks off. */
  private void fail(LocalReply reply) {
    held.drop();
    closeChild();
    if (isHeadOut) {
      isOver = true;
      client.abort();
    } else {
      answer(reply, mayLast());
    }
  }

  private void answer(LocalReply reply, boolean mayLast) {
    isHeadOut = true;
    isReplyEnded = true;
    isReplyOut = true;
    isLasting = mayLast;
    client.answer(reply, mayLast);
    finish();
  }

  private void end(boolean mayLast) {
    isOver = true;
    client.ended(mayLast);
  }

  /** The client has left: the child hears of it. */
  void clientGone() {
    isOver = true;
    held.drop();
    closeChild();
  }

  private void closeChild() {
    if (child != null) {
      child.close();
      child = null;
    }
  }
}
