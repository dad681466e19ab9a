import { UserError } from '../shared/user-error';
import { checkPreview } from './check-preview';
import { commentPlans } from './comment-plans';
import { commentPreview } from './comment-preview';
import { commentReports } from './comment-reports';
import { runForEnvironments } from './for-environments';
import { writeRegistryLogin } from './log-in-to-registry';
import { reportDrift } from './report-drift';
import { reportPlan } from './report-plan';
import { smokeTestImage } from './smoke-test-image';
import type { Step, StepContext } from './step';

const steps: Readonly<Record<string, Step>> = {
  'for-environments': runForEnvironments,
  'check-preview': checkPreview,
  'comment-plans': commentPlans,
  'comment-preview': commentPreview,
  'comment-reports': commentReports,
  'log-in-to-registry': writeRegistryLogin,
  'report-drift': reportDrift,
  'report-plan': reportPlan,
  'smoke-test-image': smokeTestImage,
};

/** Runs a step of a workflow by its name. @throws UserError if there is no such step, or if the job must fail */
export async function runStep(name: string, args: readonly string[], context: StepContext): Promise<void> {
  const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
  if (!step) throw new UserError(`There is no step "${name}". Available steps: ${Object.keys(steps).join(', ')}.`);
  await step(args, context);
}
