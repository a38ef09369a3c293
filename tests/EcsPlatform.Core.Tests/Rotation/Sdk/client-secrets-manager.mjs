import { client, command } from './json-client.mjs';

export const SecretsManagerClient = client('secretsmanager', 'secretsmanager');
export const DescribeSecretCommand = command('DescribeSecret');
export const GetSecretValueCommand = command('GetSecretValue');
export const PutSecretValueCommand = command('PutSecretValue');
export const UpdateSecretVersionStageCommand = command('UpdateSecretVersionStage');
