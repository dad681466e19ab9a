import { DataAwsSsmParametersByPath } from '@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import {
  conditional,
  Fn,
  type IResolvable,
  type ITerraformDependable,
  Op,
  TerraformCount,
  TerraformLocal,
  Token,
} from 'cdktf';
import { Construct } from 'constructs';
import { defineContainerImageVariable, noImage } from './container-image-variable';

export interface DeployedImageProps {
  /** The path in the parameter store, without a trailing slash, for example `/eight-digit/dev/deployed`. */
  readonly path: string;
}

/**
 * The image to run: the value of the variable or, if the variable is not set, the last healthy image, which the parameter store records. An
 * apply without the variable therefore changes nothing. After a failed deployment, such an apply restores the last healthy image.
 */
export class DeployedImage extends Construct {
  /** `<repository>@sha256:<digest>`, or `none`. */
  readonly image: string;
  /** The `count` of all resources that need an image: 1 with an image, 0 without one. */
  readonly count: TerraformCount;
  /** Whether the apply runs the same image as before. */
  readonly isUnchanged: IResolvable;
  /** The parameter that records the image. Its history is the history of deployments. */
  readonly parameterName: string;

  constructor(scope: Construct, id: string, { path }: DeployedImageProps) {
    super(scope, id);
    this.parameterName = `${path}/image`;
    const variable = defineContainerImageVariable(this);
    // A path without parameters returns empty lists. A data source for a missing parameter would fail.
    const found = new DataAwsSsmParametersByPath(this, 'parameters-by-path', { path, withDecryption: false });
    const remembered = Fn.lookup(Fn.zipmap(found.names, Fn.nonsensitive(found.values)), this.parameterName, noImage);
    const image = new TerraformLocal(this, 'image', Fn.coalesce([variable.stringValue, remembered]));
    this.image = image.asString;
    this.isUnchanged = Op.and(Op.eq(this.image, remembered), Op.neq(this.image, noImage));
    this.count = TerraformCount.of(Token.asNumber(conditional(Op.eq(this.image, noImage), 0, 1)));
  }

  /** Records the image after the deployment of `service` has succeeded. */
  recordAfter(service: ITerraformDependable): void {
    new SsmParameter(this, 'parameter', {
      name: this.parameterName,
      description: 'The last healthy image. Terraform deploys it if container_image is not set.',
      type: 'String',
      // `value` would be hidden in every plan.
      insecureValue: this.image,
      dependsOn: [service],
    });
  }
}
