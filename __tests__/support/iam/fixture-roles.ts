import { everyPreview, previewEnvironment } from '../../../stacks/preview';
import { complete } from '../stacks/fixture-bootstrap';
import { balanced, fixture, fixtureWith, threeTiers } from '../stacks/fixture-environment';
import { synthesizedBootstrap } from '../stacks/synthesized-bootstrap';
import { account, statementsOf } from './role-policies';

export const region = 'eu-central-1';
const stateBucket = `eight-digit-bootstrap-state-${account}-${region}`;
/** Returns the ARN of an object in the state bucket. */
export const state = (object: string) => `arn:aws:s3:::${stateBucket}/eight-digit/${object}`;

/** The settings in which staging differs from the fixture. */
export const changes = {
  ...balanced,
  compute: { ...fixture.compute, spotPercent: 50 },
  app: { secrets: { API_KEY: { parameter: '/api-key' } } },
  ingress: { kind: 'load-balanced', domain: { name: 'app.b.example', zone: 'b.example' } },
} as const;
const dev = fixtureWith({});
const staging = fixtureWith(changes);
const prod = fixtureWith(threeTiers);
const stack = synthesizedBootstrap(complete, [dev, staging]);
const previews = { base: prod, days: 7 };
export const preview = previewEnvironment(previews, 'previewpr42', new Date());
const withProd = synthesizedBootstrap(complete, [staging, prod, everyPreview(previews)]);

// The statements of the roles that the bootstrap creates for dev, staging, prod and previews.
export const ofPlan = statementsOf(stack, 'github_plan');
export const ofDev = statementsOf(stack, 'github_deploy_dev');
export const ofStaging = statementsOf(stack, 'github_deploy_staging');
export const ofProd = statementsOf(withProd, 'github_deploy_prod');
export const ofPreview = statementsOf(withProd, 'github_deploy_preview');
export const ofRun = statementsOf(stack, 'terraform_cloud_run_staging');
export const ofRunPlan = statementsOf(stack, 'terraform_cloud_plan_staging');

export const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
export const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
