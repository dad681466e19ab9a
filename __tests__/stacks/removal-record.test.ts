import { type Changes, fixture, threeTiers } from '../support/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../support/synthesized';
import { complete, synthesizedBootstrap } from '../support/synthesized-bootstrap';

const parameter = 'aws_ssm_parameter.removal';
const withDomain: Changes = {
  ...threeTiers,
  ingress: { kind: 'load-balanced', domain: { name: 'app.example.com', zone: 'example.com' } },
};

/** How many resources of a stack Terraform refuses to destroy. */
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
  ])('lists every resource that %s protects', (_name, stack) => {
    expect(stack.locals.removal_present).toHaveLength(countProtected(stack));
    expect(resource(stack, parameter)).toHaveProperty('insecure_value', reference('jsonencode(local.removal_present)'));
  });

  it('is written even if another resource of the same apply fails', () => {
    expect(resource(synthesized({ ...threeTiers, removal: 'protect' }), parameter)).not.toHaveProperty('depends_on');
  });

  it('is emptied only after the protection of every resource was lifted', () => {
    const stack = synthesized(threeTiers);
    expect(resource(stack, parameter)).toMatchObject({
      insecure_value: '[]',
      depends_on: expect.arrayContaining([
        'aws_db_instance.profiles_database',
        'aws_dynamodb_table.entries',
        'aws_dynamodb_table.profiles_uploads',
        'aws_ecr_repository.images',
        'aws_lb.load_balancer',
        'aws_s3_bucket.profiles_uploads',
      ]),
    });
  });

  it('is read by a bootstrap that has no bucket any more', () => {
    const { data, resource: resources } = synthesizedBootstrap({ ...complete, stateBucket: undefined });
    expect(data.aws_ssm_parameters_by_path?.removal).toHaveProperty('path', '/eight-digit/bootstrap/removal');
    expect(resources).not.toHaveProperty('aws_ssm_parameter');
  });
});
