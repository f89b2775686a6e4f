// The other ends of the streams: node jetstream_client.mjs publish FILE | read STREAM SECONDS
// publish sends each line of FILE to the subject "comments"; read waits until every comment is acknowledged, at most
// so long, and prints the stream's messages, one a line.
import { readFileSync } from "node:fs";
import { AckPolicy, connect } from "nats";

const [what, ...rest] = process.argv.slice(2);
const connection = await connect({ servers: process.env.NATS_URL });
const jetstream = connection.jetstream();
if (what === "publish") {
  const lines = readFileSync(rest[0], "utf8").split("\n").filter(Boolean);
  for (const line of lines) await jetstream.publish("comments", line);
} else {
  const [stream, seconds] = [rest[0], Number(rest[1])];
  const manager = await connection.jetstreamManager();
  const until = Date.now() + seconds * 1000;
  const waiting = async () => {
    const { num_pending: unsent, num_ack_pending: unacknowledged } = await manager.consumers.info("comments", "cm");
    return unsent + unacknowledged;
  };
  while ((await waiting()) > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
  const { messages } = (await manager.streams.info(stream)).state;
  if (messages > 0) {
    await manager.consumers.add(stream, { durable_name: "reader", ack_policy: AckPolicy.None });
    const reader = await jetstream.consumers.get(stream, "reader");
    for await (const message of await reader.fetch({ max_messages: messages, expires: 5000 })) {
      console.log(message.string());
    }
  }
}
await connection.close();
