// SPDX-License-Identifier: Apache-2.0
// The jobs by hand in JavaScript, as Lambda functions in Node.js do them: parse, decide, stringify.
//
//   node handlers.mjs registered_domain
//   node handlers.mjs policy BLOCKED_DOMAINS.txt
//   node handlers.mjs message
//   node handlers.mjs domains COUNT
//
// Takes one command a line and answers it in one line:
//
//   answer EVENT   the answer to the event
//   load EVENT     adds an event to those that are timed; says ok
//   clear          forgets them; says ok
//   time N         nanoseconds of processor time for N answers, the loaded events one after the other
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

// What follows the last @ of an address, in lower case; empty if it is no address.
function domainOf(email) {
  if (typeof email !== "string") return "";
  const at = email.lastIndexOf("@");
  return at > 0 ? email.slice(at + 1).toLowerCase() : "";
}

const lowerOf = (text) => (typeof text === "string" ? text.toLowerCase() : undefined);
const startsWith = (text, start) => typeof text === "string" && text.startsWith(start);
const endsWith = (text, end) => typeof text === "string" && text.endsWith(end);

function registeredDomain() {
  return (event) => {
    const attributes = event.request?.userAttributes;
    const domain = domainOf(attributes?.email);
    event.response ??= {};
    event.response.autoConfirmUser =
      domain !== "" && domain === lowerOf(attributes["custom:domain"]);
    return event;
  };
}

function domains(count) {
  const confirmed = new Set();
  for (let i = 0; i < Number(count); ++i) confirmed.add(`customer-${i}.example.com`);
  return (event) => {
    event.response ??= {};
    event.response.autoConfirmUser = confirmed.has(domainOf(event.request?.userAttributes?.email));
    return event;
  };
}

const userName = /^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$/;
const wholeNumber = /^[+-]?[0-9]+$/;
const surelyFits = 18; // characters of a number that has no more than 64 bits

// The whole number of 64 bits that the text is, or 0.
function numberOf(text) {
  if (typeof text !== "string" || !wholeNumber.test(text)) return 0;
  const fits = text.length <= surelyFits || BigInt.asIntN(64, BigInt(text)) === BigInt(text);
  return fits ? Number(text) : 0;
}

const rejected = (errorMessage) => ({ errorMessage, errorType: "Rejected" });

function policy(path) {
  const lines = readFileSync(path, "utf8").split("\n");
  const blocked = new Set(lines.filter((line) => line !== "" && !line.startsWith("#")));
  return (event) => {
    const attributes = event.request?.userAttributes;
    const email = attributes?.email;
    const domain = domainOf(email);
    const name = event.userName;
    const phone = attributes?.phone_number;
    const client = event.callerContext?.clientId;
    const age = attributes?.["custom:age"];
    if (blocked.has(domain)) return rejected("Please sign up with your company's address");
    if (endsWith(email, ".invalid") || endsWith(email, ".test")) {
      return rejected("Please sign up with an address that can be reached");
    }
    if (typeof name !== "string" || !userName.test(name)) {
      return rejected("User names have 3 to 64 letters, digits, dots, hyphens and underscores");
    }
    if (name.startsWith("admin") || name.startsWith("root")) {
      return rejected("This user name is reserved");
    }
    if (numberOf(age) < 18) return rejected("You must be 18 or older");
    if (startsWith(phone, "+881") || startsWith(phone, "+882")) {
      return rejected("This phone number cannot get messages");
    }
    if (client === "1a2b3c4d5e6f7g8h9i0j1k2l3m") return rejected("Please update the app");
    const comOrOrg = domain === "example.com" || domain === "example.org";
    const norwegian = attributes?.locale === "nb-NO" || attributes?.locale === "nn-NO";
    event.response ??= {};
    event.response.autoConfirmUser = comOrOrg && client === "4k2m8q1v7c9x3z5b6n0p4r8t2w";
    event.response.autoVerifyEmail =
      (comOrOrg || domain === "example.net") && startsWith(attributes["custom:plan"], "team-");
    event.response.autoVerifyPhone = norwegian && startsWith(phone, "+47");
    return event;
  };
}

const references = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const html = (text) => text.replace(/[&<>"']/g, (c) => references[c]);

const account = {
  de: {
    sms: (code) => `${code} ist Ihr Code, um Ihr Konto zu bestätigen`,
    email: (name, code) =>
      `<p>Guten Tag ${name ?? "und willkommen"},</p><p>Ihr Code ist <b>${code}</b></p><p>Geben Sie ihn ein, um Ihr Konto zu bestätigen.</p>`,
    subject: "Bestätigen Sie Ihr Konto",
  },
  es: {
    sms: (code) => `${code} es su código para confirmar su cuenta`,
    email: (name, code) =>
      `<p>Hola ${name ?? "y bienvenido"},</p><p>Su código es <b>${code}</b></p><p>Introdúzcalo para confirmar su cuenta.</p>`,
    subject: "Confirme su cuenta",
  },
  nb: {
    sms: (code) => `${code} er koden for å bekrefte kontoen`,
    email: (name, code) =>
      `<p>Hei ${name ?? "og velkommen"},</p><p>Koden er <b>${code}</b></p><p>Skriv den inn for å bekrefte kontoen.</p>`,
    subject: "Bekreft kontoen",
  },
  en: {
    sms: (code) => `${code} is your code to confirm your account`,
    email: (name, code) =>
      `<p>Hello ${name ?? "and welcome"},</p><p>Your code is <b>${code}</b></p><p>Enter it to confirm your account.</p>`,
    subject: "Confirm your account",
  },
};

const password = {
  de: {
    sms: (code) => `${code} ist Ihr Code für ein neues Passwort`,
    email: (name, code) =>
      `<p>Guten Tag ${name ?? "und willkommen"},</p><p>Ihr Code ist <b>${code}</b></p><p>Haben Sie kein neues Passwort verlangt, so tun Sie nichts.</p>`,
    subject: "Ein neues Passwort",
  },
  es: {
    sms: (code) => `${code} es su código para una contraseña nueva`,
    email: (name, code) =>
      `<p>Hola ${name ?? "y bienvenido"},</p><p>Su código es <b>${code}</b></p><p>Si no ha pedido una contraseña nueva, no haga nada.</p>`,
    subject: "Una contraseña nueva",
  },
  nb: {
    sms: (code) => `${code} er koden for et nytt passord`,
    email: (name, code) =>
      `<p>Hei ${name ?? "og velkommen"},</p><p>Koden er <b>${code}</b></p><p>Har du ikke bedt om et nytt passord, trenger du ikke gjøre noe.</p>`,
    subject: "Et nytt passord",
  },
  en: {
    sms: (code) => `${code} is your code for a new password`,
    email: (name, code) =>
      `<p>Hello ${name ?? "and welcome"},</p><p>Your code is <b>${code}</b></p><p>If you did not ask for a new password, do nothing.</p>`,
    subject: "A new password",
  },
};

const textsOfSource = {
  CustomMessage_SignUp: account,
  CustomMessage_ResendCode: account,
  CustomMessage_ForgotPassword: password,
};

function languageOf(locale) {
  if (startsWith(locale, "de")) return "de";
  if (startsWith(locale, "es")) return "es";
  return locale === "nb-NO" || locale === "nn-NO" ? "nb" : "en";
}

function message() {
  return (event) => {
    const texts = textsOfSource[event.triggerSource];
    if (texts === undefined) return event;
    const attributes = event.request?.userAttributes;
    const name = attributes?.given_name;
    const code = event.request?.codeParameter;
    const { sms, email, subject } = texts[languageOf(attributes?.locale)];
    const nameInMail = typeof name === "string" ? html(name) : undefined;
    event.response ??= {};
    event.response.smsMessage = typeof code === "string" ? sms(code) : null;
    event.response.emailMessage =
      typeof code === "string" ? email(nameInMail, html(code)) : null;
    event.response.emailSubject = subject;
    return event;
  };
}

const jobs = { registered_domain: registeredDomain, policy, message, domains };
const handler = jobs[process.argv[2]](process.argv[3]);

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
