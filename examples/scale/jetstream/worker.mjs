// cm scan as a stage between two NATS JetStream streams: comments in, verdicts out, as many workers as you like.
//
//   NATS_URL=nats://127.0.0.1:4222 node worker.mjs [cm scan flags…]
//
// Delivery is at least once: a message is acknowledged after its verdict is stored, so a worker that dies leaves its
// messages to the others (after ACK_WAIT_S). Verdicts carry Nats-Msg-Id = channel/id@digest-of-the-message; the verdict
// stream drops a second one with the same key within its duplicate window, so each state of a comment has one verdict.
// What cm cannot read goes to the subject of dead letters with the reason, and is not tried again.
//
// Environment: NATS_URL, COMMENTS (stream and subject, default "comments"), VERDICTS ("verdicts"),
// DEAD_LETTERS ("comments-unreadable"), DURABLE (consumer, "cm"), BATCH (most messages a cm process, 500),
// ACK_WAIT_S (30), CM ("cm"). Credentials belong into NATS_CREDS, a file; never into NATS_URL.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { AckPolicy, connect, credsAuthenticator, headers, nanos } from "nats";

const environment = process.env;
const names = {
  comments: environment.COMMENTS ?? "comments",
  verdicts: environment.VERDICTS ?? "verdicts",
  deadLetters: environment.DEAD_LETTERS ?? "comments-unreadable",
  durable: environment.DURABLE ?? "cm",
};
const batchSize = Number(environment.BATCH ?? 500);
const ackWait = Number(environment.ACK_WAIT_S ?? 30) * 1000;
const duplicateWindow = Math.max(120_000, 4 * ackWait); // a redelivery must fall into it

// Runs cm over the lines and gives its exit status, verdict lines and messages.
function judge(lines, flags) {
  return new Promise((resolve, reject) => {
    const cm = spawn(environment.CM ?? "cm", ["scan", "--all", "--threads", "1", ...flags, "-"]);
    let out = "";
    let err = "";
    cm.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    cm.stderr.setEncoding("utf8").on("data", (text) => (err += text));
    cm.on("error", reject);
    cm.on("close", (code) => resolve({ code, verdicts: out.split("\n").filter(Boolean), messages: err }));
    cm.stdin.on("error", () => {}); // cm ended early: its exit status says why
    cm.stdin.end(lines.map((line) => line + "\n").join(""));
  });
}

// What cm is certain to read as one comment each; the rest is dead. cm itself is the judge of everything else.
function readable(message) {
  const text = message.string();
  if (text.includes("\n")) return { why: "more than one line" };
  try {
    const comment = JSON.parse(text);
    if (typeof comment?.id !== "string" || typeof comment?.text !== "string") return { why: "no id or no text" };
    const digest = createHash("sha256").update(message.data).digest("hex").slice(0, 16);
    return { line: text, key: `${comment.channel ?? ""}/${comment.id}@${digest}` };
  } catch {
    return { why: "not JSON" };
  }
}

async function judgeBatch(jetstream, messages, flags) {
  const dead = (message, why) =>
    jetstream
      .publish(names.deadLetters, message.data, { headers: headersOf({ "Cm-Reason": why }), msgID: `dead-${message.seq}` })
      .then(() => message.term(why));
  const alive = [];
  for (const message of messages) {
    const item = readable(message);
    if (item.why) await dead(message, item.why);
    else alive.push({ message, ...item });
  }
  if (alive.length === 0) return;
  const { code, verdicts, messages: said } = await judge(alive.map(({ line }) => line), flags);
  if (verdicts.length !== alive.length) {
    if (code !== 3) throw new Error(`cm scan ended with ${code}: ${said}`); // nothing is acknowledged
    if (alive.length === 1) return dead(alive[0].message, "cm cannot read it");
    for (const { message } of alive) await judgeBatch(jetstream, [message], flags); // find the one
    return;
  }
  await Promise.all(alive.map(({ key }, i) => jetstream.publish(names.verdicts, verdicts[i], { msgID: key })));
  await Promise.all(alive.map(({ message }) => message.ackAck()));
}

function headersOf(values) {
  const made = headers();
  for (const [name, value] of Object.entries(values)) made.set(name, value);
  return made;
}

const flags = process.argv.slice(2);
const options = { servers: environment.NATS_URL ?? "nats://127.0.0.1:4222" };
if (environment.NATS_CREDS) options.authenticator = credsAuthenticator(readFileSync(environment.NATS_CREDS));
const connection = await connect(options);
const manager = await connection.jetstreamManager();
for (const name of [names.comments, names.verdicts, names.deadLetters]) {
  await manager.streams.add({ name, subjects: [name], duplicate_window: nanos(duplicateWindow) });
}
await manager.consumers.add(names.comments, {
  durable_name: names.durable,
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(ackWait),
  max_ack_pending: 20 * batchSize,
});

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (stopping = true));
const jetstream = connection.jetstream();
const consumer = await jetstream.consumers.get(names.comments, names.durable);
while (!stopping) {
  const batch = [];
  for await (const message of await consumer.fetch({ max_messages: batchSize, expires: 1000 })) batch.push(message);
  if (batch.length > 0) await judgeBatch(jetstream, batch, flags);
}
await connection.drain();
