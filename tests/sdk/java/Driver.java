// Driver WRITE_KEY HOST...: as python_driver.py, of analytics-java. It tells no waits.
import com.google.gson.Gson;
import com.google.gson.ToNumberPolicy;
import com.google.gson.GsonBuilder;
import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.*;
import com.segment.backo.Backo;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

public final class Driver {
  private static final Gson GSON =
      new GsonBuilder().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

  // Waits for the callback of every message, and keeps what each failure said, once a batch.
  private static final class Outcomes implements Callback {
    final CountDownLatch open;
    final Set<String> errors = ConcurrentHashMap.newKeySet();

    Outcomes(int messages) { open = new CountDownLatch(messages); }

    @Override public void success(Message message) { open.countDown(); }

    @Override public void failure(Message message, Throwable error) {
      errors.add(String.valueOf(error.getMessage()));
      open.countDown();
    }
  }

  // The library waits up to half a minute before it sends again, whatever it is told, and has no setting
  // for that: its clockwork is turned to a millisecond.
  private static void hurry() throws ReflectiveOperationException {
    var task = Class.forName("com.segment.analytics.internal.AnalyticsClient$BatchUploadTask");
    var clockwork = task.getDeclaredField("BACKO");
    clockwork.setAccessible(true);
    for (String name : List.of("base", "cap")) {
      var field = Backo.class.getDeclaredField(name);
      field.setAccessible(true);
      field.setLong(clockwork.get(null), 1);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> map(Object value) { return (Map<String, ?>) value; }

  private static MessageBuilder<?, ?> message(Map<String, ?> call) {
    var name = (String) call.get("name");
    var properties = map(call.get("properties"));
    MessageBuilder<?, ?> message = switch ((String) call.get("type")) {
      case "alias" -> AliasMessage.builder((String) call.get("previousId"));
      case "identify" -> IdentifyMessage.builder().traits(map(call.get("traits")));
      case "group" -> GroupMessage.builder((String) call.get("groupId")).traits(map(call.get("traits")));
      case "page" -> PageMessage.builder(name).properties(properties);
      case "screen" -> ScreenMessage.builder(name).properties(properties);
      case "track" -> TrackMessage.builder((String) call.get("event")).properties(properties);
      default -> throw new IllegalArgumentException("no call of Segment's: " + call);
    };
    message.userId((String) call.get("userId"));
    return message;
  }

  private static Set<String> send(String host, String writeKey, List<String> lines) throws Exception {
    List<MessageBuilder<?, ?>> messages = new ArrayList<>();
    for (String line : lines) messages.add(message(map(GSON.fromJson(line, Map.class))));
    var outcomes = new Outcomes(messages.size());
    Analytics analytics = Analytics.builder(writeKey).endpoint(host).flushQueueSize(messages.size())
        .flushInterval(1, TimeUnit.HOURS).callback(outcomes).build();
    messages.forEach(analytics::enqueue);
    outcomes.open.await();
    return outcomes.errors;
  }

  public static void main(String[] args) throws Exception {
    hurry();
    var reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> lines = reader.lines().toList();
    for (String host : List.of(args).subList(1, args.length)) {
      System.out.println(GSON.toJson(Map.of("errors", send(host, args[0], lines))));
    }
    System.exit(0);  // its threads wait for more
  }
}
