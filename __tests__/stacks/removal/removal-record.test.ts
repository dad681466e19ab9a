import type { Environment } from '../../../stacks/environment';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { type Changes, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

/** Returns the value and the `depends_on` of each parameter in the removal record. */
function recordsOf(stack: SynthesizedStack) {
  return Object.entries(stack.resource.aws_ssm_parameter ?? {})
    .filter(([name]) => name.startsWith('removal_'))
    .map(([, { insecure_value: value, depends_on }]) => ({ value, dependsOn: depends_on as string[] }));
}

const withDomain: Changes = {
  ...threeTiers,
  ingress: { kind: 'load-balanced', domain: { name: 'app.example.com', zone: 'example.com' } },
};

/** Returns the number of resources with `prevent_destroy`. */
function countProtected(stack: SynthesizedStack): number {
  return Object.values(stack.resource)
    .flatMap((named) => Object.values(named))
    .filter(({ lifecycle }) => (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy).length;
}

describe('RemovalRecord', () => {
  it.each<[string, SynthesizedStack]>([
    ['dev', synthesized({ removal: 'protect' })],
    ['prod', synthesized({ ...threeTiers, removal: 'protect' })],
    ['prod with a domain', synthesized({ ...withDomain, removal: 'protect' })],
    ['prod on Fargate', synthesized({ ...threeTiers, compute: fixture.compute, removal: 'protect' })],
    ['the bootstrap', synthesizedBootstrap(complete)],
  ])('has a parameter for each protected resource of %s', (_name, stack) => {
    const labels = [...(stack.locals.removal_present ?? [])];
    expect(labels).toHaveLength(countProtected(stack));
    expect(
      recordsOf(stack)
        .map(({ value }) => value)
        .sort(),
    ).toEqual(labels.sort());
  });

  // A parameter depends on its resource, so Terraform resets the parameter only after the protection of the resource has ended. It depends on
  // nothing else, so Terraform writes it even if another resource cannot be created.
  it.each<Environment['removal']>(['protect', 'destroy'])(
    'with removal: %j, has parameters that each depend only on their own resource',
    (removal) => {
      const stack = synthesized({ ...threeTiers, removal });
      const dependencies = recordsOf(stack).map(({ dependsOn }) => dependsOn);
      expect(dependencies.flat().sort()).toEqual([
        'aws_db_instance.profiles_database',
        'aws_dynamodb_table.entries',
        'aws_dynamodb_table.profiles_uploads',
        'aws_ecr_repository.images',
        'aws_lb.load_balancer',
        'aws_s3_bucket.profiles_uploads',
      ]);
      expect(dependencies.every(({ length }) => length === 1)).toBe(true);
    },
  );

  it(`with removal: 'destroy', has the value "nothing" in every parameter`, () => {
    expect(new Set(recordsOf(synthesized(threeTiers)).map(({ value }) => value))).toEqual(new Set(['nothing']));
  });

  it('is read even by a bootstrap that no longer has a state bucket', () => {
    const { data, resource: resources } = synthesizedBootstrap({ ...complete, stateBucket: undefined });
    expect(data.aws_ssm_parameters_by_path?.removal).toHaveProperty('path', '/eight-digit/bootstrap/removal/protected');
    expect(resources).not.toHaveProperty('aws_ssm_parameter');
  });
});
