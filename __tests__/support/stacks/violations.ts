import { TerraformElement, Testing } from 'cdktf';
import type { IConstruct } from 'constructs';
import { BaseStack } from '../../../stacks/base-stack';
import type { Environment } from '../../../stacks/environment';
import { fixture } from './fixture-environment';
import { createSynthesisApp } from './synthesis-app';

/** A stack with guard rails and nothing in it, called `dev`. */
export class EmptyStack extends BaseStack {}

/** What the guard rails say about a stack: each construct's path, and the message after it. */
export function violations(
  define: (stack: EmptyStack) => void,
  removal: Environment['removal'] = 'destroy',
): readonly string[] {
  const stack = new EmptyStack(createSynthesisApp(), { ...fixture, removal });
  define(stack);
  Testing.synth(stack, true);
  return errorsOf(stack);
}

/** The errors that are noted at any construct of a stack that has been synthesized. */
export function errorsOf(stack: IConstruct): readonly string[] {
  return stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.filter(({ type }) => type === '@cdktf/error').map(({ data }) => `${node.path}: ${data}`),
    );
}

/** The element at a path below a construct, for overrides of what it says. */
export function elementAt(construct: IConstruct, ...ids: readonly string[]): TerraformElement {
  const found = ids.reduce<IConstruct>((parent, id) => parent.node.findChild(id), construct);
  if (!TerraformElement.isTerraformElement(found)) throw new Error(`${found.node.path} is no element.`);
  return found;
}
