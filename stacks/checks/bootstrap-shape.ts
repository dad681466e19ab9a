import type {
  Bootstrap,
  BudgetSettings,
  GitHubIds,
  GitHubSettings,
  StateBucketSettings,
  TerraformCloudSettings,
} from '../bootstrap/bootstrap';
import type { SettingsProblem } from './settings-problem';
import { malformedFields, number, object, oneOf, optional, stateShape, text, textOrNumber } from './shape';

const oidc = oneOf('create', 'existing');

/** The shape of `Bootstrap`, for programs that run without the compiler. */
const bootstrapShape = object<Bootstrap>({
  project: text,
  region: text,
  account: optional(text),
  state: stateShape,
  stateBucket: optional(object<StateBucketSettings>({ oldVersionsDays: optional(number()) })),
  github: optional(
    object<GitHubSettings>({
      repository: text,
      ids: optional(object<GitHubIds>({ owner: textOrNumber, repository: textOrNumber })),
      oidc,
    }),
  ),
  terraformCloud: optional(object<TerraformCloudSettings>({ organization: text, project: optional(text), oidc })),
  budget: optional(object<BudgetSettings>({ monthlyUsDollars: number(), email: text })),
});

/** Fields of the bootstrap that are missing, misspelt or of another type. */
export function bootstrapShapeProblems(bootstrap: unknown): SettingsProblem[] {
  return malformedFields(bootstrapShape, bootstrap, 'stacks/bootstrap/bootstrap.ts');
}
