package dev.seseragi.testkit.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.jspecify.annotations.Nullable;

/** OpenSSH's SFTP program, one process for each channel, as its sshd starts it. */
final class OpenSshSftp implements SubsystemFactory {
  private final Path program;

  OpenSshSftp(Path program) {
    this.program = program;
  }

  @Override
  public String getName() {
    return "sftp";
  }

  @Override
  public Command createSubsystem(ChannelSession channel) {
    return new Program();
  }

  private final class Program implements Command {
    private @Nullable InputStream input;
    private @Nullable OutputStream output;
    private @Nullable ExitCallback exit;
    private @Nullable Process process;

    @Override
    public void setInputStream(InputStream in) {
      input = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
      output = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
      Process started =
          new ProcessBuilder(program.toString(), "-e").redirectError(Redirect.DISCARD).start();
      process = started;
      InputStream fromClient = Objects.requireNonNull(input);
      OutputStream toClient = Objects.requireNonNull(output);
      Thread.ofVirtual().start(() -> pump(fromClient, started.getOutputStream()));
      Thread.ofVirtual()
          .start(() -> {
            pump(started.getInputStream(), toClient);
            Objects.requireNonNull(exit).onExit(0);
          });
    }

    @Override
    public void destroy(ChannelSession channel) {
      if (process != null) {
        process.destroy();
      }
    }
  }

  /** Copies what there is as soon as it is there, until one side ends. */
  private static void pump(InputStream from, OutputStream to) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      int count;
      while ((count = from.read(buffer)) >= 0) {
        to.write(buffer, 0, count);
        to.flush();
      }
    } catch (IOException e) {
      // The other end is gone.
    }
  }
}
