import { client, command } from './json-client.mjs';

export const ACMPCAClient = client('acm-pca', 'ACMPrivateCA');
export const IssueCertificateCommand = command('IssueCertificate');
export const GetCertificateCommand = command('GetCertificate');
