import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { Steps } from '../../../tools/console/steps';
import { planFor, planImage } from '../../../tools/deploy/plan-deployment';
import type { PlannedFor } from '../../../tools/deploy/saved-plan';
import { planFileOf } from '../../../tools/deploy/saved-plan-options';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import type { TerraformStack } from '../../../tools/terraform/terraform-stack';

const steps = new Steps(new PassThrough());
const planned: PlannedFor = { environment: 'staging', version: 'abc', image: 'app@sha256:1', isFirst: false };

/** Returns a fake terraform whose plan has one resource for each list of actions. */
function terraformWith(...actions: readonly (readonly string[])[]): TerraformStack {
  const resource_changes = actions.map((action, index) => ({
    ...{ address: `aws_eip.a${index}`, type: 'aws_eip', mode: 'managed' },
    change: { actions: action, before: {}, after: {} },
  }));
  const json = { resource_changes };
  const plan = async () => ({ json, text: '', hasChanges: actions.length > 0 });
  return { plan, readPlanIfAllowed: async () => json, runPages: [] } as unknown as TerraformStack;
}

describe('Saved plan', () => {
  let folder: string;

  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'saved-')), 'plan');
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

  const stack = new SynthesizedStack({});
  const run = (own: object = {}) => ({ plan: false, terraform: terraformWith(['update']), stack, steps, ...own });

  async function save(own: Partial<PlannedFor> = {}, terraform = terraformWith(['update'])): Promise<void> {
    planFileOf({ plan: true, out: folder });
    await planFor({ ...planned, ...own }, run({ plan: true, out: folder, terraform }));
  }
  const apply = (own: Partial<PlannedFor> = {}) => planFor({ ...planned, ...own }, run({ planFrom: folder }));

  it('contains the environment, version, image and summary, and is in a folder that only the user can read', async () => {
    await save();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8'))).toMatchObject({
      ...planned,
      hasChanges: true,
      plans: [{ kind: 'next-apply', changed: [{ address: 'aws_eip.a0' }] }],
    });
  });

  it('contains the URL of the run if Terraform Cloud withholds the summary', async () => {
    const plan = async () => ({ json: undefined, text: 'Plan: 1 to add', hasChanges: true });
    const run = 'https://app.terraform.io/app/acme/staging/runs/run-1';
    await save({}, { plan, runPages: [run] } as unknown as TerraformStack);
    const plans = [{ kind: 'next-apply', run, withheld: true }];
    expect(JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8'))).toMatchObject({ hasChanges: true, plans });
  });

  it('counts as a change if it is for a first deployment, even if Terraform plans no change', async () => {
    await save({ isFirst: true }, terraformWith());
    expect(JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8'))).toMatchObject({ hasChanges: true });
  });

  it('is applied by a deployment of the same environment, version and image', async () => {
    await save();
    expect(await apply()).toMatchObject({ summary: { changed: [{ address: 'aws_eip.a0' }] } });
  });

  it.each([
    [
      'for another environment',
      { environment: 'prod' },
      'This command is for prod. Nothing was changed. Create a new plan.',
    ],
    [
      'of another version',
      { version: 'def' },
      'This command would deploy version def, image app@sha256:1. Nothing was changed. Create a new plan.',
    ],
    [
      'of another image',
      { image: 'app@sha256:2' },
      'This command would deploy version abc, image app@sha256:2. Nothing was changed. Create a new plan.',
    ],
    [
      'after the environment was created or destroyed',
      { isFirst: true },
      'Since then, staging has been created or destroyed. Nothing was changed. Create a new plan.',
    ],
  ])('is rejected by a deployment %s', async (_, own, message) => {
    await save();
    const start = `The plan in ${folder} is for staging, version abc, image app@sha256:1.`;
    await expect(apply(own)).rejects.toThrow(`${start} ${message}`);
  });

  it('is reported as missing if the folder is empty', async () => {
    await expect(apply()).rejects.toThrow(`${folder} contains no plan. Create one with -- --plan --out ${folder}`);
  });

  it.each([
    ['--out but without --plan', { plan: false, out: 'plan' }, '--out saves a plan without applying it. Add --plan.'],
    [
      'both --plan and --plan-from',
      { plan: true, planFrom: 'plan' },
      '--plan-from applies a saved plan, but --plan only shows a plan. Remove --plan.',
    ],
  ])('is rejected with %s', (_, options, message) => {
    expect(() => planFileOf(options)).toThrow(message);
  });

  it('of a first deployment is followed by a second plan, which must not replace or destroy anything', async () => {
    const second = (...actions: readonly string[]) =>
      planImage('app@sha256:1', run({ planFrom: 'plan', terraform: terraformWith(['create'], actions) }));
    await expect(second('update')).resolves.toBeUndefined();
    await expect(second('delete', 'create')).rejects.toThrow(
      /would also replace or destroy aws_eip\.a1, which is not in the plan/,
    );
  });
});
