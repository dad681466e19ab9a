import { type Attributes, type Block, blocksIn, type Configuration, isObject } from './configuration';
import type { Rule, Violation } from './rule';

const required = ['Project', 'Environment', 'ManagedBy'];

/** Everything that takes tags has those of the provider, and nothing has others in their place. */
export const tags: Rule = (configuration) => [
  ...untaggedProviders(configuration),
  ...configuration.resourcesOf().flatMap(overriddenTags),
  ...untaggedTasks(configuration),
];

function untaggedProviders({ providers }: Configuration): Violation[] {
  return providers
    .filter(({ type, attributes }) => type === 'aws' && !required.every((name) => defaultTags(attributes)[name]))
    .map((block) => ({
      block,
      message: `What this provider makes has no tags. Give it defaultTags with ${required.join(', ')}, as in stacks/base-stack.ts.`,
    }));
}

function defaultTags(provider: Attributes): Attributes {
  return Object.assign({}, ...blocksIn(provider, 'default_tags').map(({ tags: given }) => given));
}

function overriddenTags(block: Block): Violation[] {
  const own = [block.attributes.tags, block.attributes.tags_all].filter(isObject).flatMap(Object.keys);
  const overridden = required.filter((name) => own.includes(name));
  return overridden.length === 0
    ? []
    : [
        {
          block,
          message: `Its own ${overridden.join(', ')} would take the place of the provider's. Leave the tag out, or choose another name.`,
        },
      ];
}

/** Default tags reach the service and not its tasks. */
function untaggedTasks(configuration: Configuration): Violation[] {
  return configuration
    .resourcesOf('aws_ecs_service')
    .filter(({ attributes }) => !['SERVICE', 'TASK_DEFINITION'].includes(String(attributes.propagate_tags)))
    .map((block) => ({ block, message: "The tasks of this service have no tags. Give it propagateTags: 'SERVICE'." }));
}
