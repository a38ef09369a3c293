// A request for a certificate (PKCS #10, RFC 2986) for DNS names, signed by a P-256 key.
import { sign } from 'node:crypto';
import { bits, constructed, objectIdentifier, octets, pem, primitive, sequence, set, utf8, zero } from './der.mjs';

const COMMON_NAME = objectIdentifier('2.5.4.3');
const SUBJECT_ALTERNATIVE_NAME = objectIdentifier('2.5.29.17');
const EXTENSION_REQUEST = objectIdentifier('1.2.840.113549.1.9.14');
const ECDSA_WITH_SHA256 = objectIdentifier('1.2.840.10045.4.3.2');
const DNS_NAME = 2; // GeneralName, RFC 5280 section 4.2.1.6
const MOST_CHARACTERS = 64; // ub-common-name, RFC 5280 appendix A

/** The request in PEM; the first name is the common name, too, as far as one may be that long. */
export function certificateRequest(names, { privateKey, publicKey }) {
  const subject = sequence(set(sequence(COMMON_NAME, utf8(names[0].slice(0, MOST_CHARACTERS)))));
  const alternatives = sequence(...names.map((name) => primitive(DNS_NAME, name)));
  const extensions = sequence(sequence(SUBJECT_ALTERNATIVE_NAME, octets(alternatives)));
  const information = sequence(
    zero, // version 1
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    constructed(0, sequence(EXTENSION_REQUEST, set(extensions))),
  );
  return pem('CERTIFICATE REQUEST', sequence(information, sequence(ECDSA_WITH_SHA256), bits(sign('sha256', information, privateKey))));
}
