import { allowedBy, narrows } from './policy-documents';
import type { Rule } from './rule';

/** The policy of an endpoint grants nothing: it limits what goes through, by whoever may do it anyway. */
const limits = ['aws_vpc_endpoint', 'aws_vpc_endpoint_policy'];

/** Trust policies and those of resources say whom they are for. */
export const publicPrincipals: Rule = (configuration) =>
  allowedBy(configuration)
    .filter(({ isForEverybody, conditions }) => isForEverybody && !conditions.some(narrows))
    .filter(({ block }) => !limits.includes(block.type))
    .map(({ block, actions }) => ({
      block,
      message: `This policy allows everybody ${actions.join(', ')}. Name the principals, or add a condition that they must meet.`,
    }));
