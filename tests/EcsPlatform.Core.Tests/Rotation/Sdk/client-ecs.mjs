import { client, command } from './json-client.mjs';

export const ECSClient = client('ecs', 'AmazonEC2ContainerServiceV20141113');
export const UpdateServiceCommand = command('UpdateService');
