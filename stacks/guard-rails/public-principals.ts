import { allowStatements, narrows } from './policy-documents';
import type { Rule } from './rule';

/** The types whose policies grant no permissions. The policy of a VPC endpoint only limits the requests through the endpoint. */
const limitingTypes = ['aws_vpc_endpoint', 'aws_vpc_endpoint_policy'];

/** Requires that trust policies and resource policies name their principals, or have a condition. */
export const publicPrincipals: Rule = (configuration) =>
  allowStatements(configuration)
    .filter(({ isPublic, conditions }) => isPublic && !conditions.some(narrows))
    .filter(({ block }) => !limitingTypes.includes(block.type))
    .map(({ block, actions }) => ({
      block,
      message: `This policy allows ${actions.join(', ')} to everyone. Name the principals, or add a condition.`,
    }));
