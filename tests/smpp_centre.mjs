// A message centre for tests, on the SMPP implementation of others. It obeys lines of JSON and tells what happens in such lines.
//   {"deliver": {"from", "to", "text", "parts"}}   to every bound session; with "parts", in a chain; "sar": by TLVs instead of a header
//   {"report": {"id", "state"}}                    a delivery report
//   {"status": 20}                                 how the next submits are answered
import readline from "node:readline";
import smpp from "smpp";

const [systemId, password] = process.argv.slice(2);
const STATES = { DELIVRD: 2, EXPIRED: 3, UNDELIV: 5, REJECTD: 8, ACCEPTD: 6 };
const sessions = new Set();
const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
let serial = 0;
let status = 0;

function bind(session, pdu, hears) {
  const known = pdu.system_id === systemId && pdu.password === password;
  session.send(pdu.response({ command_status: known ? 0 : smpp.ESME_RINVPASWD }));
  tell({ bound: pdu.command, known });
  if (known && hears) sessions.add(session);
}

function take(session, pdu) {
  if (status) {
    session.send(pdu.response({ command_status: status }));
    return;
  }
  const id = `C${(serial += 1)}`;
  const { message, udh } = pdu.short_message;
  session.send(pdu.response({ message_id: id }));
  tell({
    id,
    from: pdu.source_addr,
    to: pdu.destination_addr,
    text: message,
    coding: pdu.data_coding,
    udh: udh ? Buffer.concat([].concat(udh)).toString("hex") : "",
    wanted: pdu.registered_delivery,
    reference: pdu.user_message_reference ?? 0,
  });
}

const server = smpp.createServer({}, (session) => {
  session.on("bind_transceiver", (pdu) => bind(session, pdu, true));
  session.on("bind_transmitter", (pdu) => bind(session, pdu, false));
  session.on("submit_sm", (pdu) => take(session, pdu));
  session.on("enquire_link", (pdu) => session.send(pdu.response()));
  session.on("unbind", (pdu) => {
    sessions.delete(session);
    session.send(pdu.response());
  });
  session.on("close", () => sessions.delete(session));
  session.on("error", () => sessions.delete(session));
});

function send(fields) {
  for (const session of sessions) {
    session.deliver_sm(fields, (pdu) => tell({ acknowledged: pdu.command_status }));
  }
}

function deliver({ from, to, texts, reference = 7, sar = false, order = [], coding = 0 }) {
  const address = { source_addr: from, source_addr_ton: 1, source_addr_npi: 1, destination_addr: to };
  if (texts.length === 1) {
    send({ ...address, data_coding: coding, short_message: texts[0] });
    return;
  }
  for (const part of order.length ? order : texts.map((_, at) => at + 1)) {
    const text = texts[part - 1];
    if (sar) {
      const chain = { sar_msg_ref_num: reference, sar_total_segments: texts.length, sar_segment_seqnum: part };
      send({ ...address, ...chain, data_coding: coding, short_message: text });
    } else {
      const udh = Buffer.from([5, 0, 3, reference, texts.length, part]);
      send({ ...address, esm_class: 0x40, data_coding: coding, short_message: { udh, message: text } });
    }
  }
}

function report({ id, state, reference }) {
  const now = "2611240300";
  const text = `id:${id} sub:001 dlvrd:001 submit date:${now} done date:${now} stat:${state} err:000 text:`;
  send({
    esm_class: 0x04,
    source_addr: "6281298765432",
    source_addr_ton: 1,
    destination_addr: "08111272206",
    short_message: text,
    receipted_message_id: id,
    message_state: STATES[state],
    ...(reference ? { user_message_reference: reference } : {}),
  });
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  if (order.deliver) deliver(order.deliver);
  if (order.report) report(order.report);
  if (order.status !== undefined) status = order.status;
});
process.stdin.on("end", () => process.exit(0));

server.listen(0, "127.0.0.1", () => tell({ port: server.address().port }));
