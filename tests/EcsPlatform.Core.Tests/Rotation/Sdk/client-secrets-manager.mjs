// Secrets in the middle of a rotation, in memory: staged as Secrets Manager stages them (User Guide, secret versions).

/** Secrets by name: { enabled, tags, versions: { id: { text, stages } } }. */
export const secrets = {};

const refuse = (name) => { throw Object.assign(new Error(name), { name }); };
const command = (run) => class { constructor(input) { this.run = () => run(secrets[input.SecretId] ?? refuse('ResourceNotFoundException'), input); } };

export class SecretsManagerClient {
  async send(sent) {
    return sent.run();
  }
}

export const DescribeSecretCommand = command((secret) => ({
  RotationEnabled: secret.enabled,
  Tags: Object.entries(secret.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  VersionIdsToStages: Object.fromEntries(Object.entries(secret.versions).filter(([, { stages }]) => stages.length > 0).map(([id, { stages }]) => [id, [...stages]])),
}));

export const GetSecretValueCommand = command((secret, { VersionId: id, VersionStage: stage = 'AWSCURRENT' }) => {
  const found = Object.entries(secret.versions).find(([key, { stages, text }]) => text !== undefined && (!id || key === id) && stages.includes(stage));
  return found ? { VersionId: found[0], SecretString: found[1].text } : refuse('ResourceNotFoundException');
});

export const PutSecretValueCommand = command((secret, { ClientRequestToken: id, SecretString: text, VersionStages: stages }) => {
  const version = secret.versions[id];
  if (version?.text !== undefined && version.text !== text) refuse('ResourceExistsException');
  stages.forEach((stage) => take(secret, stage));
  secret.versions[id] = { text, stages };
});

export const UpdateSecretVersionStageCommand = command((secret, { VersionStage: stage, MoveToVersionId: to, RemoveFromVersionId: from }) => {
  const holder = Object.keys(secret.versions).find((id) => secret.versions[id].stages.includes(stage));
  if (holder !== from) refuse('InvalidParameterException');
  if (stage === 'AWSCURRENT') {
    take(secret, 'AWSPREVIOUS');
    secret.versions[from].stages.push('AWSPREVIOUS');
  }

  take(secret, stage);
  secret.versions[to].stages.push(stage);
});

function take(secret, stage) {
  for (const version of Object.values(secret.versions)) version.stages = version.stages.filter((other) => other !== stage);
}
