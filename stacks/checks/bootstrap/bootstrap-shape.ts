import type {
  Bootstrap,
  BudgetSettings,
  GitHubIds,
  GitHubSettings,
  StateBucketSettings,
  TerraformCloudSettings,
} from '../../bootstrap/bootstrap';
import { number, object, oneOf, optional, string, stringOrNumber, strings } from '../../settings/shape';
import { stateShape } from '../../settings/state-settings';
import { malformedFields } from '../malformed-fields';
import type { SettingsProblem } from '../settings-problem';

const oidc = oneOf('create', 'existing');

/** The schema of `Bootstrap` for a check at run time. Without this check, a misspelt optional field would have no effect. */
const bootstrapShape = object<Bootstrap>({
  project: string,
  region: string,
  account: optional(string),
  state: stateShape,
  stateBucket: optional(object<StateBucketSettings>({ oldVersionsDays: optional(number()) })),
  github: optional(
    object<GitHubSettings>({
      repository: string,
      ids: optional(object<GitHubIds>({ owner: stringOrNumber, repository: stringOrNumber })),
      oidc,
      reviewers: optional(strings),
    }),
  ),
  terraformCloud: optional(object<TerraformCloudSettings>({ organization: string, project: optional(string), oidc })),
  budget: optional(object<BudgetSettings>({ monthlyUsDollars: number(), email: string })),
});

/** Returns the fields of the bootstrap's settings that are missing, misspelt or of the wrong type. */
export function bootstrapShapeProblems(bootstrap: unknown): SettingsProblem[] {
  return malformedFields(bootstrapShape, bootstrap, 'stacks/bootstrap/bootstrap.ts');
}
