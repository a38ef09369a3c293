// As much of DER (ITU-T X.690) as a certificate request takes.

const tagged = (tag, content) => Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);

export const sequence = (...parts) => tagged(0x30, Buffer.concat(parts));
export const set = (...parts) => tagged(0x31, Buffer.concat(parts));
export const zero = tagged(0x02, Buffer.from([0]));
export const octets = (content) => tagged(0x04, content);
export const bits = (content) => tagged(0x03, Buffer.concat([Buffer.from([0]), content]));
export const utf8 = (text) => tagged(0x0c, Buffer.from(text, 'utf8'));

/** [number] with parts inside. */
export const constructed = (number, ...parts) => tagged(0xa0 | number, Buffer.concat(parts));

/** [number] in place of a string's own tag. */
export const primitive = (number, text) => tagged(0x80 | number, Buffer.from(text, 'latin1'));

export function objectIdentifier(dotted) {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** PEM, with a line end at its end. */
export const pem = (label, der) => `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;

function base128(value) {
  const octetsOf = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) octetsOf.unshift(0x80 | (rest & 0x7f));
  return octetsOf;
}

function lengthOf({ length }) {
  if (length < 0x80) return Buffer.from([length]);
  const octetsOf = [];
  for (let rest = length; rest > 0; rest >>>= 8) octetsOf.unshift(rest & 0xff);
  return Buffer.from([0x80 | octetsOf.length, ...octetsOf]);
}
