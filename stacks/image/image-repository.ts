import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import type { Role } from '../iam/role';
import { lifecycleOf } from '../removal/lifecycle';

export interface ImageRepositoryProps {
  readonly name: string;
  /**
   * `destroy`: Terraform deletes the repository with its images. `protect`: Terraform refuses to delete the repository, and AWS refuses
   * while the repository contains images.
   */
  readonly removal: Environment['removal'];
}

/** The ECR repository of the app's images. Its tags are immutable, so a deployment always uses the image that was tested. */
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

  /**
   * Allows the role to pull images of this repository. The login is allowed for all repositories, because it does not support
   * resource-level permissions.
   */
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
 * The rules that delete old images. Deployed images have an immutable tag, so the first rule never deletes them. The second rule deletes a
 * deployed image only after a hundred or more pushes without a deployment: a push adds up to four images (an index, platforms and
 * attestations). ECR never deletes a part of an index that is kept.
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
