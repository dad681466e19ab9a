import { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { type DeployedEnvironment, openEnvironment } from '../live/deployed-environment';
import { isStateEmpty } from '../live/empty-state';
import { Interrupted, UserError } from '../shared/user-error';
import type { PlanJson } from '../terraform/plan-json';
import { applyPlan } from './apply-plan';
import { findBlockers, findDatabases } from './blockers';
import { destructionCosts } from './costs';
import { describeData } from './data';
import { countDeleted, deletedArns } from './deleted-resources';
import { type DestroyConsents, obtainDestroyConsent } from './destroy-consent';
import { formatDestruction } from './destruction-text';
import { findLeftovers, findTagged } from './find-leftovers';
import { formatLeftovers, leftoverOf } from './leftover';
import { liftProtection } from './lift-protection';
import { keepFinalSnapshots, whileUnprotected } from './unprotected';

export interface DestroyOptions extends DestroyConsents {
  /** Whether to stop after listing what would be deleted. */
  readonly plan: boolean;
  /** Whether to wait while another command holds the state lock. */
  readonly wait: boolean;
}

/** Deletes everything that Terraform manages in an environment. After a failure, another run deletes what is left. */
export class Destruction {
  readonly #steps = new Steps();
  /** The progress, as a sentence for the message after an interrupt. */
  #progress = 'Nothing was changed.';

  constructor(
    private readonly name: string,
    private readonly options: DestroyOptions,
    private readonly stop: AbortSignal,
  ) {}

  /**
   * Destroys the environment.
   * @returns whether the environment was destroyed; false if the state was empty, or with the option `plan`
   * @throws UserError that says what remains and what to do
   */
  async run(): Promise<boolean> {
    if (this.name === 'bootstrap') throw bootstrapError();
    const begun = performance.now();
    const { stop, options } = this;
    const opened = await openEnvironment(this.name, { stop, steps: this.#steps, wait: options.wait });
    if (await isStateEmpty(opened, 'Terraform cannot destroy it')) {
      console.log(`\nTerraform's state of ${this.name} is empty, so there is nothing to destroy.`);
      await this.#reportLeftovers(opened, new Set());
      return false;
    }
    const deleted = await whileUnprotected(opened.environment, stop, () => this.#destroy(opened)).catch((error) => {
      if (!stop.aborted || error instanceof Interrupted) throw error;
      throw new Interrupted(`Interrupted. ${this.#progress} ${this.#again}`);
    });
    if (deleted === undefined) return false;
    const seconds = (performance.now() - begun) / 1_000;
    console.log(`\n${this.name} is destroyed: ${resources(countDeleted(deleted))} in ${seconds.toFixed(0)} s.`);
    await this.#reportLeftovers(opened, deletedArns(deleted));
    return true;
  }

  /** Plans, asks the user, and applies the plan. @returns the applied plan; undefined if nothing was changed */
  async #destroy(opened: DeployedEnvironment): Promise<PlanJson | undefined> {
    const { terraform, environment } = opened;
    const { stop, options } = this;
    const plan = await this.#plan(opened);
    const data = await describeData(plan, opened.aws);
    const blockers = findBlockers(plan);
    const databases = findDatabases(plan);
    const snapshots = databases.filter(({ leavesSnapshot }) => leavesSnapshot).map(({ name }) => name);
    // The results of this search are only shown to the user, so a failure must not prevent the destroy.
    const tagged = await findTagged(environment, opened.aws).catch((): string[] => []);
    const staying = tagged
      .map((arn) => leftoverOf(arn, environment.region))
      .filter(({ kind }) => /^(snapshots|automated backups) /.test(kind));
    const costs = destructionCosts(plan, environment, { databases, staying });
    console.log(`\n${formatDestruction({ plan, data, blockers, snapshots, staying, costs })}\n`);
    if (options.plan) {
      console.log(colors.dim('Nothing was changed.'));
      return undefined;
    }
    const risks = { hasData: data.length > 0, isProtected: blockers.length > 0, snapshotOf: snapshots[0] };
    // Does not ask if all resources were deleted by hand: the plan then only removes them from the state.
    const keepsSnapshot =
      countDeleted(plan) > 0 && (await obtainDestroyConsent({ ...risks, environment: this.name }, options, stop));
    if (keepsSnapshot) await keepFinalSnapshots(environment);
    const changed = databases.filter(({ leavesSnapshot }) => keepsSnapshot || leavesSnapshot);
    const addresses = [...new Set([...blockers, ...changed].map(({ address }) => address))];
    const props = { terraform, steps: this.#steps, stop };
    if (addresses.length > 0) {
      const remedy = `${this.#again} To keep ${this.name} and protect it again, run npm run deploy ${this.name}.`;
      await liftProtection(addresses, { ...props, remedy });
      this.#progress = `The protection is lifted, and nothing is deleted. To protect ${this.name} again, run npm run deploy ${this.name}.`;
    }
    const final = addresses.length > 0 ? await this.#plan(opened) : plan;
    await applyPlan({ ...props, title: 'Destroy', count: countDeleted(final), remedy: this.#again });
    return final;
  }

  get #again(): string {
    return `To continue, run npm run destroy ${this.name} again.`;
  }

  #plan({ terraform }: DeployedEnvironment): Promise<PlanJson> {
    return this.#steps.run('Plan to destroy', () => terraform.planDestroy());
  }

  async #reportLeftovers({ environment, aws }: DeployedEnvironment, deleted: ReadonlySet<string>): Promise<void> {
    const leftovers = await this.#steps.run('Look for leftover resources', () =>
      findLeftovers(environment, aws, deleted),
    );
    console.log(
      leftovers.length === 0
        ? `\nNothing is left of ${this.name} in ${environment.region}.`
        : `\n${colors.bold('Still in AWS')}, with the tags or names of ${this.name}:\n${formatLeftovers(leftovers)}`,
    );
  }
}

function resources(number: number): string {
  return `${number} ${number === 1 ? 'resource' : 'resources'}`;
}

function bootstrapError(): UserError {
  return new UserError(
    'The bootstrap is not an environment, so npm run destroy does not delete it: states and roles of environments depend on the bootstrap. To remove it, see "Remove it" in docs/bootstrap.md.',
  );
}
