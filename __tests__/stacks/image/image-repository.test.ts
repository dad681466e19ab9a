import { resource, synthesized } from '../../support/stacks/synthesized';

const repository = resource(synthesized(), 'aws_ecr_repository.images');

describe('ImageRepository', () => {
  it('scans every pushed image, and has immutable tags', () => {
    expect(repository).toMatchObject({
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: { scan_on_push: true },
    });
  });

  it("is deleted with its images if removal is 'destroy'", () => {
    expect(repository.force_delete).toBe(true);
    expect(repository).not.toHaveProperty('lifecycle');
  });

  it("with removal 'protect', is never deleted by Terraform, and not by AWS while it contains images", () => {
    expect(resource(synthesized({ removal: 'protect' }), 'aws_ecr_repository.images')).toMatchObject({
      force_delete: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it('deletes images by age only if they are untagged, so the running image stays', () => {
    const policy = JSON.parse(String(resource(synthesized(), 'aws_ecr_lifecycle_policy.images').policy));
    const selections: Record<string, unknown>[] = policy.rules.map((rule: { selection: object }) => rule.selection);
    const byAge = selections.filter(({ countType }) => countType === 'sinceImagePushed');
    expect(byAge).toEqual([expect.objectContaining({ tagStatus: 'untagged' })]);
    expect(selections).toContainEqual(
      expect.objectContaining({ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 400 }),
    );
  });
});
