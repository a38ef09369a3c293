// A new key and certificate for a service in the mesh, issued by the private CA. Envoy reads files only when it starts: new tasks follow.
import { generateKeyPairSync, X509Certificate, createPrivateKey } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ACMPCAClient, GetCertificateCommand, IssueCertificateCommand } from '@aws-sdk/client-acm-pca';
import { certificateRequest } from './certificate-request.mjs';
import { jsonOf, requiredJsonOf } from './json.mjs';
import { rotating } from './rotation.mjs';

const POLL = 500; // milliseconds
const PATIENCE = 60_000; // milliseconds; certificates take seconds

const authority = new ACMPCAClient({});

export const handler = rotating({ create, test });

async function create(currentText, settings) {
  const current = jsonOf(currentText) ?? {};
  const names = namesFor(current, settings);
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issued = await issue(certificateRequest(names, keys), signingAlgorithm(current.chain));
  return JSON.stringify({
    ...current,
    certificate: issued.certificate,
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    chain: issued.chain,
  });
}

/** No peer is there to be asked: the parts have to belong together, now. */
function test(pending, currentText, settings) {
  const { certificate: text, privateKey, chain } = requiredJsonOf(pending);
  const certificate = new X509Certificate(text);
  const now = Date.now();
  if (!certificate.checkPrivateKey(createPrivateKey(privateKey))) throw new Error('The certificate is for another key.');
  if (!certificate.verify(new X509Certificate(chain).publicKey)) throw new Error('The certificate is not signed by the first of its chain.');
  if (Date.parse(certificate.validFrom) > now || Date.parse(certificate.validTo) < now) throw new Error('The certificate is not valid at this time.');
  const missing = settings.names.filter((name) => !namesIn(certificate).includes(name));
  if (missing.length > 0) throw new Error(`The certificate is not for ${missing.join(', ')}.`);
}

async function issue(request, algorithm) {
  const arn = process.env.CERTIFICATE_AUTHORITY_ARN;
  const { CertificateArn: certificateArn } = await authority.send(new IssueCertificateCommand({
    CertificateAuthorityArn: arn,
    Csr: Buffer.from(request),
    SigningAlgorithm: algorithm,
    // For servers and clients, both of which a mesh's proxy is.
    TemplateArn: `arn:${arn.split(':')[1]}:acm-pca:::template/EndEntityCertificate/V1`,
    Validity: { Type: 'DAYS', Value: Number(process.env.CERTIFICATE_DAYS ?? 7) },
    // No idempotency token: its answer would be a certificate for the key of a call that is lost.
  }));
  for (const deadline = Date.now() + PATIENCE; ;) {
    try {
      const answer = await authority.send(new GetCertificateCommand({ CertificateAuthorityArn: arn, CertificateArn: certificateArn }));
      return { certificate: withLineEnd(answer.Certificate), chain: withLineEnd(answer.CertificateChain) };
    } catch (error) {
      if (error.name !== 'RequestInProgressException' || Date.now() > deadline) throw error;
      await delay(POLL);
    }
  }
}

function namesFor({ certificate }, { names }) {
  if (names.length > 0) return names;
  const known = certificate ? namesIn(new X509Certificate(certificate)) : [];
  if (known.length === 0) throw new Error('Nothing says which names the certificate is for.');
  return known;
}

const namesIn = ({ subjectAltName }) => (subjectAltName ?? '').split(', ').filter((name) => name.startsWith('DNS:')).map((name) => name.slice(4));

/** The algorithm of the family that the CA's own key is of: the API refuses any other. */
function signingAlgorithm(chain) {
  if (!chain) return 'SHA256WITHECDSA';
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = new X509Certificate(chain).publicKey;
  if (type === 'rsa') return 'SHA256WITHRSA';
  return { secp384r1: 'SHA384WITHECDSA', secp521r1: 'SHA512WITHECDSA' }[details.namedCurve] ?? 'SHA256WITHECDSA';
}

const withLineEnd = (text) => (text.endsWith('\n') ? text : `${text}\n`);
