// SPDX-License-Identifier: Apache-2.0
// The rule by hand in JavaScript, as a Lambda function in Node.js does it: parse, decide, stringify.
// Takes one command a line and answers it in one line:
//
//   answer EVENT   the answer to the event
//   load EVENT     adds an event to those that are timed; says ok
//   clear          forgets them; says ok
//   time N         nanoseconds of processor time for N answers, the loaded events one after the other
import { createInterface } from "node:readline";

function handler(event) {
  const attributes = event.request?.userAttributes;
  const email = attributes?.email;
  const registered = attributes?.["custom:domain"];
  let confirmed = false;
  if (typeof email === "string" && typeof registered === "string") {
    const at = email.lastIndexOf("@");
    const domain = at > 0 ? email.slice(at + 1) : "";
    confirmed = domain !== "" && domain.toLowerCase() === registered.toLowerCase();
  }
  event.response ??= {};
  event.response.autoConfirmUser = confirmed;
  return event;
}

function answer(bytes) {
  return Buffer.from(JSON.stringify(handler(JSON.parse(bytes.toString("utf8")))), "utf8");
}

let events = [];
let next = 0;
let written = 0; // keeps the answers in use

function time(count) {
  const start = process.cpuUsage();
  for (let i = 0; i < count; ++i) {
    written += answer(events[next]).length;
    next = next + 1 === events.length ? 0 : next + 1;
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) * 1000;
}

const commands = {
  answer: (text) => answer(Buffer.from(text)).toString("utf8"),
  load: (text) => (events.push(Buffer.from(text)), "ok"),
  clear: () => ((events = []), (next = 0), "ok"),
  time: (text) => time(Number(text)).toString(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const space = line.indexOf(" ");
  const name = space < 0 ? line : line.slice(0, space);
  console.log(commands[name](line.slice(space + 1)));
}
