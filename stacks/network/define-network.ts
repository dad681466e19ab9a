import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { DedicatedVpc } from './dedicated-vpc';
import { DefaultVpc } from './default-vpc';
import { ExistingVpc } from './existing-vpc';
import type { Network } from './network';

/** Defines the network of an environment: a VPC of its own, the account's default VPC, or an existing VPC. */
export function defineNetwork(scope: Construct, environment: Environment, accountId: string): Network {
  const { network } = environment;
  switch (network.kind) {
    case 'default':
      return new DefaultVpc(scope, 'network');
    case 'existing':
      return new ExistingVpc(scope, 'network', network);
    case 'dedicated':
      return new DedicatedVpc(scope, 'network', { environment, accountId, network });
  }
}
