import { allowStatements, narrows } from './policy-documents';
import type { Rule } from './rule';

/** The policy of a VPC endpoint grants no permissions: it only limits requests through the endpoint. */
const limitingTypes = ['aws_vpc_endpoint', 'aws_vpc_endpoint_policy'];

/** Requires that trust policies and resource policies name their principals. */
export const publicPrincipals: Rule = (configuration) =>
  allowStatements(configuration)
    .filter(({ isPublic, conditions }) => isPublic && !conditions.some(narrows))
    .filter(({ block }) => !limitingTypes.includes(block.type))
    .map(({ block, actions }) => ({
      block,
      message: `This policy allows ${actions.join(', ')} to everyone. Name the principals, or add a condition.`,
    }));
