import { previewPrefix } from '../../../contract';
import { type Bootstrap, environmentsOf } from '../../bootstrap/bootstrap';
import { boundedEnvironments } from '../../bootstrap/bounded-environments';
import { boundaryStatements } from '../../bootstrap/permissions/boundary';
import { EnvironmentResources } from '../../bootstrap/permissions/environment-resources';
import { maxManagedPolicies } from '../../bootstrap/role-policies';
import type { Environment } from '../../environment';
import { policyDocument } from '../../iam/policy';
import { keepsBeginning } from '../../names';
import { everyPreview, type Preview } from '../../preview';
import { hasPrivateSubnets } from '../../settings/network-settings';
import { failedChecks, type SettingsCheck, type SettingsProblem } from '../settings-problem';

/**
 * The maximum size of a managed policy, in characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const maxPolicyLength = 6144;

/**
 * Returns the problems with the bootstrap's roles: a permissions boundary that is too large, too many environments for the plan role, or a
 * region that the policies do not support.
 */
export function roleProblems(bootstrap: Bootstrap, environments: readonly Environment[]): SettingsProblem[] {
  const { region, github, terraformCloud } = bootstrap;
  const inAccount = environmentsOf(bootstrap, environments).filter(({ expires }) => expires === undefined);
  const readPolicies = inAccount.reduce((sum, environment) => sum + (hasPrivateSubnets(environment) ? 2 : 1), 0);
  return failedChecks([
    ...boundedEnvironments(bootstrap, environments).map((environment) => boundaryCheck(environment)),
    {
      field: 'github',
      value: github,
      statement: 'cannot be used with these environments',
      allowed: github === undefined || readPolicies <= maxManagedPolicies,
      remedy: `The plan role needs ${readPolicies} policies: one for each environment, or two if it has private subnets. AWS allows ${maxManagedPolicies}. List fewer environments.`,
    },
    {
      field: 'region',
      value: region,
      allowed: (github ?? terraformCloud) === undefined || !/^(cn|us-gov|us-iso[a-z]?|eusc|eu-isoe)-/.test(region),
      remedy: "The roles' policies support only AWS's commercial regions. Remove github and terraformCloud.",
    },
  ]);
}

/** Checks the size of the permissions boundary, which grows with each parameter, secret and permission of the app. */
function boundaryCheck(environment: Environment): SettingsCheck {
  const resources = new EnvironmentResources(environment, '0'.repeat(12));
  const { length } = policyDocument(boundaryStatements(resources));
  return {
    field: 'app',
    value: environment.name,
    allowed: length <= maxPolicyLength,
    remedy: `The permissions boundary of this environment would have ${length} characters; AWS allows ${maxPolicyLength}. Use fewer secrets and permissions, for example several keys of one secret in Secrets Manager.`,
  };
}

/**
 * Checks that the names of previews begin with `{project}-preview` even if a hash replaces the end of a long name. The check only concerns
 * load balancers and their buckets, because all other resources may have longer names.
 */
export function previewRoleProblems(bootstrap: Bootstrap, preview: Preview): SettingsProblem[] {
  const previews = everyPreview(preview);
  const { project, ingress } = previews;
  const isMatched =
    ingress.kind !== 'load-balanced' ||
    boundedEnvironments(bootstrap, [previews]).length === 0 ||
    keepsBeginning(`${project}-${previewPrefix}`, 'loadBalancer');
  return failedChecks([
    {
      field: 'project',
      value: project,
      allowed: isMatched,
      remedy:
        "Previews have a load balancer (environments/preview.ts). The preview role recognizes a load balancer's name only if project has at most 15 characters. Use a shorter project, or another base.",
    },
  ]);
}
