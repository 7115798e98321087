package dev.seseragi.bench.pos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An open page: it listens, and fetches its part anew when something has changed, one request at a
 * time, as {@code live.js} does. Two threads, {@link #listen} and {@link #follow}.
 */
final class Device {
  private static final Pattern ORDERS = Pattern.compile("\"order_ids\":\\[([0-9,]+)]");

  private final Site site;
  private final Notes notes;
  private final int number;
  private final String part;
  private final Kind kind;
  private final Semaphore wanted = new Semaphore(0);
  private volatile boolean isOver;

  /**
   * A page.
   *
   * @param number from 0
   * @param part what it fetches anew
   */
  Device(Site site, Notes notes, int number, String part) {
    this.site = site;
    this.notes = notes;
    this.number = number;
    this.part = part;
    this.kind = part.startsWith("/order_table") ? Kind.HISTORY : Kind.PAGE;
  }

  void listen() {
    try (InputStream in = site.events();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !isOver) {
        if (line.startsWith("data: {\"topics\"")) {
          hear(line, System.nanoTime());
        }
        line = lines.readLine();
      }
      if (!isOver) {
        notes.surprised("a stream ended");
      }
    } catch (IOException e) {
      surprised("a stream broke: ", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hear(String line, long nanos) {
    Matcher orders = ORDERS.matcher(line);
    if (orders.find()) {
      for (String order : orders.group(1).split(",", -1)) {
        notes.heard(Long.parseLong(order), number, nanos);
      }
    }
    wanted.release();
  }

  void follow() {
    String tag = "";
    try {
      while (!isOver) {
        wanted.acquire();
        wanted.drainPermits();
        long begin = System.nanoTime();
        HttpResponse<byte[]> answer = site.get(part, tag);
        notes.answered(kind, answer.statusCode(), System.nanoTime() - begin);
        tag = answer.headers().firstValue("ETag").orElse("");
      }
    } catch (IOException e) {
      surprised("a part could not be fetched: ", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void surprised(String what, IOException e) {
    if (!isOver) {
      notes.surprised(what + e);
    }
  }

  void end() {
    isOver = true;
    wanted.release();
  }
}
