import { type Attributes, blocksIn, isObject } from './attributes';
import type { Block, Configuration } from './configuration';
import type { Rule, Violation } from './rule';

const required = ['Project', 'Environment', 'ManagedBy'];

/** Requires that providers set the default tags, that no resource overrides them, and that tasks get the tags of their service. */
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
      message: `The resources of this provider have no tags. Set defaultTags with ${required.join(', ')}, as in stacks/base-stack.ts.`,
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
          message: `The tags of this resource override the default tags of the provider: ${overridden.join(', ')}. Remove these tags, or use other names.`,
        },
      ];
}

/** Returns the services whose tasks get no tags. The provider's default tags apply to a service, but not to its tasks. */
function untaggedTasks(configuration: Configuration): Violation[] {
  return configuration
    .resourcesOf('aws_ecs_service')
    .filter(({ attributes }) => !['SERVICE', 'TASK_DEFINITION'].includes(String(attributes.propagate_tags)))
    .map((block) => ({ block, message: "The tasks of this service have no tags. Set propagateTags: 'SERVICE'." }));
}
