// Keys that sign JSON Web Tokens (RFC 7518): { keyId, algorithm, privateKey, publicKey } in PEM, or { keyId, algorithm, key } for HMAC.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';

const CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };
const RSA_BITS = 3072;

/** A new key. What checks the old one's tokens stays under "previous" until the next rotation. */
export function renewedSigningKey(current, algorithm, bits) {
  const key = algorithm.startsWith('HS') ? symmetric(algorithm, bits) : asymmetric(algorithm, bits);
  return isSigningKey(current) ? { ...key, previous: checkingPart(current) } : key;
}

/** True for what this file makes. */
export const isSigningKey = (value) => Boolean(value?.keyId && value.algorithm && (value.key || (value.privateKey && value.publicKey)));

function asymmetric(algorithm, bits) {
  const namedCurve = CURVES[algorithm];
  if (!namedCurve && !/^RS(256|384|512)$/.test(algorithm)) throw new Error(`Signing algorithm "${algorithm}" is not known.`);
  const { privateKey, publicKey } = namedCurve
    ? generateKeyPairSync('ec', { namedCurve })
    : generateKeyPairSync('rsa', { modulusLength: bits ?? RSA_BITS });
  return {
    keyId: createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64url').slice(0, 22),
    algorithm,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }),
  };
}

// RFC 7518, section 3.2: the key is no shorter than the hash.
const symmetric = (algorithm, bits) => ({
  keyId: randomBytes(16).toString('base64url'),
  algorithm,
  key: randomBytes(Math.ceil((bits ?? Number(algorithm.slice(2))) / 8)).toString('base64url'),
});

// A private key that signs no more is left out; with HMAC the key that signs is the one that checks.
const checkingPart = ({ keyId, algorithm, publicKey, key }) => (publicKey ? { keyId, algorithm, publicKey } : { keyId, algorithm, key });
