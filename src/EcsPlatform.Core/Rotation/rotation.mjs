// Secrets Manager's contract with rotation functions: four steps, each of which may come more than once.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets_how.html
import {
  DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient, UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { settingsOf } from './settings.mjs';

const secrets = new SecretsManagerClient({});
const ecs = new ECSClient({});

/** One line of JSON per event. Values of secrets are never handed to it. */
export const log = (level, message, fields = {}) =>
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);

/**
 * The handler of a function that rotates.
 *   create(current, settings)           the new value, from the value that counts now (text to text)
 *   set(pending, current, settings)     gives the new value to whoever checks it
 *   test(pending, current, settings)    throws when the new value does not work
 */
export const rotating = ({ create, set = nothing, test }) => async ({ Step: step, SecretId: id, ClientRequestToken: token }) => {
  try {
    log('info', 'step', { step, secret: id, version: token });
    await perform(step, id, token, { create, set, test });
    log('info', 'done', { step, secret: id, version: token });
  } catch (error) {
    log('error', error.message, { step, secret: id, version: token, error: error.name });
    throw error;
  }
};

async function perform(step, id, token, { create, set, test }) {
  const secret = await secrets.send(new DescribeSecretCommand({ SecretId: id }));
  if (!secret.RotationEnabled) throw new Error(`Rotation of ${id} is not switched on.`);
  const stages = secret.VersionIdsToStages?.[token];
  if (!stages) throw new Error(`${id} has no version ${token} to rotate to.`);
  const isCurrent = stages.includes('AWSCURRENT');
  if (!isCurrent && !stages.includes('AWSPENDING')) throw new Error(`Version ${token} of ${id} is not staged as AWSPENDING.`);

  const settings = settingsOf(secret);
  switch (step) {
    case 'createSecret':
      if (!isCurrent && await value(id, 'AWSPENDING', token) === undefined) {
        await put(id, token, await create(await currentOf(id), settings));
      }

      return;
    case 'setSecret':
      if (!isCurrent) await set(await pendingOf(id, token), await currentOf(id), settings, await value(id, 'AWSPREVIOUS'));
      return;
    case 'testSecret': {
      // RotateSecret that does not rotate at once tests the configuration by this step alone, on a version that nothing was made for.
      const current = await currentOf(id);
      await test(await value(id, 'AWSPENDING', token) ?? current, current, settings);
      return;
    }
    case 'finishSecret':
      if (!isCurrent) await finish(secret, id, token);
      // Also when the version counts already: the call that made it so may have died before it came to this.
      await restart(settings.restarts);
      return;
    default:
      throw new Error(`There is no step "${step}".`);
  }
}

/** A version's text; undefined where the secret has no such version, or one without a value. */
export async function value(id, stage, version) {
  try {
    const { SecretString: text } = await secrets.send(new GetSecretValueCommand({ SecretId: id, VersionStage: stage, VersionId: version }));
    return text;
  } catch (error) {
    if (error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function currentOf(id) {
  const text = await value(id, 'AWSCURRENT');
  if (text === undefined) throw new Error(`${id} has no value that could be rotated.`);
  return text;
}

async function pendingOf(id, token) {
  const text = await value(id, 'AWSPENDING', token);
  if (text === undefined) throw new Error(`Version ${token} of ${id} has no value: createSecret comes first.`);
  return text;
}

async function put(id, token, text) {
  try {
    await secrets.send(new PutSecretValueCommand({ SecretId: id, ClientRequestToken: token, SecretString: text, VersionStages: ['AWSPENDING'] }));
  } catch (error) {
    // The same step ran twice side by side, and the other one was first: its value is as good.
    if (error.name !== 'ResourceExistsException') throw error;
  }
}

async function finish(secret, id, token) {
  await pendingOf(id, token); // never a version without a value
  const current = Object.entries(secret.VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT'))?.[0];
  await secrets.send(new UpdateSecretVersionStageCommand({
    SecretId: id, VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId: current,
  }));
}

/** Tasks read secrets only when they start. A service that is gone needs none; one service's failure does not keep the others from theirs. */
async function restart(services) {
  const cluster = process.env.CLUSTER;
  const failed = [];
  for (const service of services) {
    try {
      await ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }));
      log('info', 'new tasks', { cluster, service });
    } catch (error) {
      if (error.name === 'ServiceNotFoundException' || error.name === 'ServiceNotActiveException') {
        log('info', 'no such service', { cluster, service });
      } else {
        log('error', error.message, { cluster, service, error: error.name });
        failed.push(service);
      }
    }
  }

  if (failed.length > 0) throw new Error(`The new value counts, but no new tasks were started of: ${failed.join(', ')}.`);
}

function nothing() {}
