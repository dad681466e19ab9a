import type { Changes } from '../../../../__tests__/support/stacks/fixture-environment';
import { localConfiguration } from '../../../../__tests__/support/terraform/local-configuration';
import { createStack } from '../../../../__tests__/support/terraform/terraform';
import { Account } from '../../src/aws/account';
import { groupInstances } from '../../src/aws/instances';
import type { Values } from '../../src/protocol/value';

/** A resource in the simulated account after an apply. */
export interface AppliedResource {
  readonly type: string;
  readonly attributes: Values;
}

const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;

/**
 * Applies an environment with the real Terraform and the offline provider.
 * @returns all resources in the simulated account after the apply
 */
export async function applyEnvironment(changes: Changes): Promise<readonly AppliedResource[]> {
  const configuration = localConfiguration(changes);
  const stack = await createStack(configuration);
  try {
    await stack.succeed('apply', '-auto-approve', '-refresh=false', `-var=container_image=${image}`);
    return [...Object.keys(configuration.resource as object), groupInstances].flatMap((type) =>
      stack.account.resources(type).map((attributes) => ({ type, attributes })),
    );
  } finally {
    stack.close();
  }
}

/** Returns a new simulated account that contains these resources. */
export function accountWith(resources: readonly AppliedResource[]): Account {
  const account = new Account();
  for (const { type, attributes } of resources) account.remember(type, null, attributes);
  return account;
}

/**
 * Returns the attributes of the first resource of this type.
 * @throws Error if there is no such resource
 */
export function firstOf(resources: readonly AppliedResource[], type: string): Values {
  const found = resources.find((resource) => resource.type === type);
  if (found === undefined) throw new Error(`The environment has no resource of the type ${type}.`);
  return found.attributes;
}
