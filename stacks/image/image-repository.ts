import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import type { Role } from '../iam/role';
import { lifecycleOf } from '../removal';

export interface ImageRepositoryProps {
  readonly name: string;
  /** `destroy` deletes the repository with its images. With `protect`, Terraform refuses to delete it; so does AWS, unless it is empty. */
  readonly removal: Environment['removal'];
}

/** The ECR repository of the app's images. Tags are immutable, so a deployment always uses the image that was tested. */
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

  /** Allows the role to pull images. The login does not support resource-level permissions, so it applies to all repositories. */
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
 * The rules that delete old images. A deployed image has an immutable tag, so the first rule never deletes it. The second rule would delete
 * it only after a hundred or more pushes without a deployment: a push adds up to four images (an index, platforms and attestations). ECR
 * does not delete the parts of an index that it keeps.
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
