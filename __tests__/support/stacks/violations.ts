import { TerraformElement, Testing } from 'cdktf';
import type { IConstruct } from 'constructs';
import { BaseStack } from '../../../stacks/base-stack';
import type { Environment } from '../../../stacks/environment';
import type { NetworkSettings } from '../../../stacks/settings/network-settings';
import { fixture } from './fixture-environment';
import { createSynthesisApp } from './synthesis-app';

/** An empty stack with guard rails. */
export class EmptyStack extends BaseStack {}

/**
 * Returns the violations that the guard rails report for a stack, each as the path of the construct and the message.
 * @param define adds constructs to the empty stack
 */
export function violations(
  define: (stack: EmptyStack) => void,
  removal: Environment['removal'] = 'destroy',
  allowFrom?: readonly string[],
  network: NetworkSettings = fixture.network,
): readonly string[] {
  const stack = new EmptyStack(createSynthesisApp(), {
    ...fixture,
    ingress: { ...fixture.ingress, allowFrom },
    network,
    removal,
  });
  define(stack);
  Testing.synth(stack, true);
  return errorAnnotations(stack);
}

/** Returns the errors in the metadata of a synthesized stack, each as the path of the construct and the message. */
export function errorAnnotations(stack: IConstruct): readonly string[] {
  return stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.filter(({ type }) => type === '@cdktf/error').map(({ data }) => `${node.path}: ${data}`),
    );
}

/**
 * Returns the Terraform element at a path below a construct, so that a test can override its attributes.
 * @throws Error if the construct at this path is not a Terraform element
 */
export function elementAt(construct: IConstruct, ...ids: readonly string[]): TerraformElement {
  const found = ids.reduce<IConstruct>((parent, id) => parent.node.findChild(id), construct);
  if (!TerraformElement.isTerraformElement(found)) throw new Error(`${found.node.path} is not a Terraform element.`);
  return found;
}
