import { allowStatements, narrows, type StatementCondition } from './policy-documents';
import type { Rule } from './rule';

/** The types whose policies grant no permissions. The policy of a VPC endpoint only limits the requests through the endpoint. */
const limitingTypes = ['aws_vpc_endpoint', 'aws_vpc_endpoint_policy'];

/**
 * The condition keys that identify the caller or the network. Everybody can fulfill a condition on another key, such as
 * `aws:SecureTransport`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const callerKey =
  /^(aws:(principal(account|arn|orgid|orgpaths)|source(account|arn|ip|orgid|orgpaths|owner|vpc|vpce)|userid)|kms:calleraccount|s3:dataaccesspoint(account|arn))$/i;
/** Matches operators that require the key and one of the values. A request without the key fulfills `ForAllValues` and `…IfExists`. */
const requiringOperator = /^(ForAnyValue:)?(String(Equals(IgnoreCase)?|Like)|Arn(Equals|Like)|IpAddress)$/i;

/** Requires that trust policies and resource policies name their principals, or have a condition that only some callers can fulfill. */
export const publicPrincipals: Rule = (configuration) =>
  allowStatements(configuration)
    .filter(({ isPublic, conditions }) => isPublic && !conditions.some(limitsCallers))
    .filter(({ block }) => !limitingTypes.includes(block.type))
    .map(({ block, actions }) => ({
      block,
      message: `This policy allows ${actions.join(', ')} to everyone. Name the principals, or add a condition on the caller, for example on aws:PrincipalOrgID.`,
    }));

function limitsCallers(condition: StatementCondition): boolean {
  const { key, test, values } = condition;
  const isOpen = [values].flat().some((value) => isOpenValue(String(value)));
  return callerKey.test(key) && requiringOperator.test(test) && narrows(condition) && !isOpen;
}

/**
 * Whether any caller can fulfill a condition with this value: a range of all addresses, a pattern for any organization, or an ARN that
 * names no account. Anybody could create a role that matches such an ARN in an account of their own. ARNs of S3 are accepted: they name no
 * account, but bucket names are unique.
 */
function isOpenValue(value: string): boolean {
  if (/^[\d.:]+\/0+$/.test(value) || /^o-[*?]/.test(value)) return true;
  const [scheme, , service, , account] = value.split(':');
  return scheme === 'arn' && service !== 's3' && /^[*?]*$/.test(account ?? '');
}
