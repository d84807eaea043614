#!/bin/sh
# Segment's analytics-java 3.5.4 leaves every null out of what it sends, also deep inside.
#
# A guess, from @segment/analytics-node and segment-analytics-python, which send it: null arrives as
# null, as this is how a trait is emptied. Seen: members that hold null are gone, at each level, and no
# error or callback says so; nulls in a list stay. A trait that was set once can't be emptied from Java,
# a property that a plan requires and lets be null (`["string", "null"]`) counts as missing, and a map
# of nothing but nulls is an empty object.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>none</groupId><artifactId>none</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>com.segment.analytics.java</groupId><artifactId>analytics</artifactId><version>3.5.4</version>
  </dependency></dependencies>
</project>
XML
mvn -q -B -Dmaven.repo.local="$folder/m2" dependency:copy-dependencies -DoutputDirectory=jars >log 2>&1 ||
  { cat log >&2; exit 1; }

cat >Nulls.java <<'JAVA'
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.IdentifyMessage;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

public class Nulls {
  public static void main(String[] none) throws Exception {
    CompletableFuture<String> sent = new CompletableFuture<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      sent.complete(new String(exchange.getRequestBody().readAllBytes(), "UTF-8"));
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("{}".getBytes());
      exchange.close();
    });
    server.start();

    Map<String, Object> address = new LinkedHashMap<>();
    address.put("street", null);
    Map<String, Object> traits = new LinkedHashMap<>();
    traits.put("plan", "pro");
    traits.put("email", null);
    traits.put("address", address);
    traits.put("boats", Arrays.asList("yawl", null));
    Analytics analytics = Analytics.builder("none")
        .endpoint("http://127.0.0.1:" + server.getAddress().getPort() + "/").build();
    analytics.enqueue(IdentifyMessage.builder().userId("u1").traits(traits));
    analytics.flush();

    String body = sent.get(30, TimeUnit.SECONDS);
    int from = body.indexOf("\"traits\":");
    System.out.println("set:  " + traits);
    System.out.println("sent: " + body.substring(from, body.indexOf("]}", from) + 2));
    System.exit(0);
  }
}
JAVA
javac -proc:none -cp 'jars/*' Nulls.java
timeout 60 java -cp 'jars/*:.' Nulls 2>/dev/null | tee seen

cat >wanted <<'TEXT'
set:  {plan=pro, email=null, address={street=null}, boats=[yawl, null]}
sent: "traits":{"plan":"pro","address":{},"boats":["yawl",null]}
TEXT
cmp -s seen wanted || { echo "changed: wanted null members left out" >&2; exit 1; }
