package tally.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import tally.faults.LoadConnection.Call;

/**
 * One request again and again from one thread, which leaves the machine to the server: at a fixed
 * rate, however slowly it is answered, or as fast as each connection is.
 */
final class SteadyLoad {
  private static final long LATEST = Duration.ofSeconds(30).toNanos();

  private final ByteBuffer request;
  private final double perSecond;
  private final ArrayDeque<Client> idle = new ArrayDeque<>();
  private final Map<Integer, Times> times = new TreeMap<>();
  private int underWay;
  private long unsent;

  private SteadyLoad(Call call, double perSecond) {
    this.request = ByteBuffer.wrap(call.bytes());
    this.perSecond = perSecond;
  }

  /**
   * What came of it.
   *
   * @param times by status, each from when its request was sent until its last byte, ascending,
   *     nanoseconds
   * @param unsent how many were due when each connection waited for an answer
   */
  record Answers(Map<Integer, long[]> times, long unsent, Duration lasted) {
    double perSecond(int status) {
      return times.getOrDefault(status, new long[0]).length / (lasted.toNanos() / 1e9);
    }

    /** The time that this share of the answers keep within, zero where there are none. */
    Duration within(double share, int status) {
      long[] all = times.getOrDefault(status, new long[0]);
      return Duration.ofNanos(all.length == 0 ? 0 : all[(int) ((all.length - 1) * share)]);
    }

    /** How many of each status. */
    Map<Integer, Integer> outcomes() {
      var counts = new TreeMap<Integer, Integer>();
      times.forEach((status, all) -> counts.put(status, all.length));
      return counts;
    }
  }

  /**
   * Returns when it is over and all are answered.
   *
   * @param connections which may wait for an answer at the same time; what is due while all do is
   *     not sent
   * @param perSecond 0 for as many as there are answers
   * @throws IOException if a connection is cut, which none ever should be
   */
  static Answers run(int port, int connections, double perSecond, Duration time, Call call)
      throws IOException {
    var load = new SteadyLoad(call, perSecond);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (var selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        load.idle.add(new Client(address, selector));
      }
      load.run(selector, time);
      for (var key : selector.keys()) {
        key.channel().close();
      }
    }
    var sorted = new TreeMap<Integer, long[]>();
    load.times.forEach((status, all) -> sorted.put(status, all.sorted()));
    return new Answers(sorted, load.unsent, time);
  }

  private void run(Selector selector, Duration time) throws IOException {
    long began = System.nanoTime();
    long end = began + time.toNanos();
    long done = 0;
    for (long now = began; now < end || underWay > 0; now = System.nanoTime()) {
      if (now - end > LATEST) {
        throw new IOException(underWay + " requests are not answered");
      }
      long due =
          now >= end
              ? done
              : perSecond == 0 ? done + idle.size() : (long) ((now - began) / 1e9 * perSecond);
      for (; done < due; done++) {
        if (idle.isEmpty()) {
          unsent++;
        } else {
          idle.pop().send(request.duplicate());
          underWay++;
        }
      }
      selector.select(key -> read((Client) key.attachment()), 1);
    }
  }

  private void read(Client client) {
    int status = client.read();
    if (status > 0) {
      times.computeIfAbsent(status, any -> new Times()).add(System.nanoTime() - client.sent);
      underWay--;
      idle.push(client);
    }
  }

  /** One connection. */
  private static final class Client {
    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(1 << 16);
    private long sent;

    Client(InetSocketAddress address, Selector selector) throws IOException {
      channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(ByteBuffer bytes) throws IOException {
      sent = System.nanoTime();
      answer.clear();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /** The status of an answer that is there as a whole, else 0. */
    int read() {
      try {
        if (channel.read(answer) < 0) {
          throw new IllegalStateException("cut after " + answer.position() + " bytes");
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      var text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      if (head < 0) {
        return 0;
      }
      int length = text.indexOf("Content-Length: ") + "Content-Length: ".length();
      int body = Integer.parseInt(text.substring(length, text.indexOf('\r', length)));
      return text.length() < head + 4 + body ? 0 : Integer.parseInt(text.substring(9, 12));
    }
  }

  /** Numbers without an object for each. */
  private static final class Times {
    private long[] nanos = new long[1 << 12];
    private int size;

    void add(long time) {
      if (size == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * size);
      }
      nanos[size++] = time;
    }

    long[] sorted() {
      long[] all = Arrays.copyOf(nanos, size);
      Arrays.sort(all);
      return all;
    }
  }
}
