// An SMSC of npm's `smpp`: what it is told on standard input it does, what it sees it writes as JSON.
"use strict";
const fs = require("fs");
const smpp = require("smpp");

const [port, certificate, key] = process.argv.slice(2);
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const plans = []; // what becomes of the submits to come, in their order; after them each is taken
const held = [];
let current = null;
let last = 0;

const hex = (buffer) => (Buffer.isBuffer(buffer) ? buffer.toString("hex") : null);
const words = (found) => {
  const message = found && found.message !== undefined ? found.message : found;
  return Buffer.isBuffer(message) ? message.toString("latin1") : message || "";
};

function seen(pdu) {
  const { source_addr, source_addr_ton, destination_addr, dest_addr_ton, esm_class, data_coding } = pdu;
  const udh = pdu.short_message && pdu.short_message.udh;
  return {
    source_addr, source_addr_ton, destination_addr, dest_addr_ton, esm_class, data_coding,
    registered_delivery: pdu.registered_delivery,
    validity: pdu.validity_period,
    udh: Array.isArray(udh) ? udh.map(hex) : hex(udh),
    words: words(pdu.short_message),
    payload: pdu.message_payload === undefined ? null : words(pdu.message_payload),
    sar: [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum],
  };
}

function deliver({ tag, command, bytes, ...fields }) {
  if (bytes) fields.short_message = Buffer.from(bytes, "base64");
  if (fields.message_payload) fields.message_payload = Buffer.from(fields.message_payload, "base64");
  if (!current) return say({ answered: tag, status: null });
  current[command || "deliver_sm"](fields, (answer) =>
    say({ answered: tag, status: answer.command_status, command: answer.command }));
}

function submitted(session, pdu) {
  const plan = plans.shift() || {};
  const id = plan.id === undefined ? String(++last) : plan.id;
  say({ submit: { ...seen(pdu), id } });
  const answer = () => session.send(pdu.response(
    plan.status ? { command_status: plan.status } : { message_id: id }));
  if (plan.report) deliver({ tag: "early", ...plan.report });
  if (plan.silent) return;
  if (plan.cut) session.destroy();
  else if (plan.hold) held.push(answer);
  else if (plan.after_ms) setTimeout(answer, plan.after_ms);
  else answer();
}

function serve(session) {
  session.on("error", () => session.destroy());
  session.on("close", () => {
    if (current === session) current = null;
    say({ closed: true });
  });
  session.on("bind_transceiver", (pdu) => {
    const { system_id, password, system_type, interface_version } = pdu;
    const status = password === "smsc-key" ? 0 : smpp.ESME_RINVPASWD;
    session.send(pdu.response({ command_status: status, system_id: "npm" }));
    if (!status) current = session;
    say({ bind: { system_id, system_type, interface_version, status } });
  });
  session.on("submit_sm", (pdu) => submitted(session, pdu));
  session.on("enquire_link", (pdu) => session.send(pdu.response()));
  session.on("unbind", (pdu) => {
    session.send(pdu.response());
    say({ unbound: true });
    session.close();
  });
}

const tls = certificate && { cert: fs.readFileSync(certificate), key: fs.readFileSync(key) };
smpp.createServer(tls || {}, serve).listen(Number(port), "127.0.0.1", () => say({ listening: true }));

require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  if (order.next) plans.push(...order.next);
  if (order.deliver) deliver(order.deliver);
  if (order.go) held.splice(0).forEach((answer) => answer());
  if (order.cut && current) current.destroy();
  if (order.unbind && current) current.unbind();
}).on("close", () => process.exit(0));
