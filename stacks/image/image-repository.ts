import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import type { Role } from '../iam/role';
import { lifecycleOf } from '../removal';

export interface ImageRepositoryProps {
  readonly name: string;
  /** `destroy` deletes the images with the repository; with `protect` Terraform refuses, and AWS while it holds any. */
  readonly removal: Environment['removal'];
}

/** Holds the app's images. A tag, once pushed, never moves, so a deployment is always what was tested. */
export class ImageRepository extends Construct {
  readonly url: string;
  private readonly arn: string;

  constructor(scope: Construct, id: string, { name, removal }: ImageRepositoryProps) {
    super(scope, id);
    const repository = new EcrRepository(this, 'repository', {
      name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      forceDelete: removal === 'destroy',
      lifecycle: lifecycleOf(removal),
    });
    new EcrLifecyclePolicy(this, 'lifecycle-policy', {
      repository: repository.name,
      policy: JSON.stringify({ rules: lifecycleRules }),
    });
    this.url = repository.repositoryUrl;
    this.arn = repository.arn;
  }

  /** Lets the role pull from this repository. Only the login itself cannot be narrowed to one. */
  grantPull(role: Role): void {
    role.grant('pull-image', [
      { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
      {
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        resources: [this.arn],
      },
    ]);
  }
}

/**
 * Neither rule can take the image that runs, short of hundreds of pushes without a deployment: it was pushed with a tag,
 * and a tag that cannot move is never lost; one push is up to four images (an index, platforms, attestations), and ECR
 * spares the parts of an index that it keeps.
 */
const lifecycleRules = [
  {
    rulePriority: 1,
    description: 'Remove untagged images after 14 days',
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
    action: { type: 'expire' },
  },
  {
    rulePriority: 2,
    description: 'Keep the newest 400 images',
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 400 },
    action: { type: 'expire' },
  },
];
