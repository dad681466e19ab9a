import { resource, synthesized } from '../support/synthesized';

const repository = resource(synthesized(), 'aws_ecr_repository.images');

it('scans what is pushed, and lets no tag move', () => {
  expect(repository).toMatchObject({
    image_tag_mutability: 'IMMUTABLE',
    image_scanning_configuration: { scan_on_push: true },
  });
});

it('goes with its images in dev, and stays with them where it is protected', () => {
  expect(repository.force_delete).toBe(true);
  expect(resource(synthesized({ removal: 'protect' }), 'aws_ecr_repository.images').force_delete).toBe(false);
});

it('expires by age only what has no tag, so never the image that runs', () => {
  const policy = JSON.parse(String(resource(synthesized(), 'aws_ecr_lifecycle_policy.images').policy));
  const selections: Record<string, unknown>[] = policy.rules.map((rule: { selection: object }) => rule.selection);
  const byAge = selections.filter(({ countType }) => countType === 'sinceImagePushed');
  expect(byAge).toEqual([expect.objectContaining({ tagStatus: 'untagged' })]);
  expect(selections).toContainEqual(
    expect.objectContaining({ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 400 }),
  );
});
