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
  /** The path of the parameters in Parameter Store, without a trailing slash, for example `/eight-digit/dev/deployed`. */
  readonly path: string;
}

/**
 * The image to run: the value of the variable `container_image` or, without a value, the last healthy image. Parameter Store records the
 * last healthy image. So an apply without the variable changes nothing. After a failed deployment, an apply without the variable restores
 * the last healthy image.
 */
export class DeployedImage extends Construct {
  /** The image as `<repository>@sha256:<digest>`, or `none`. */
  readonly image: string;
  /** The `count` of all resources that need an image: 1 if there is an image, 0 if not. */
  readonly count: TerraformCount;
  /** Whether the apply keeps the image that the parameter records. */
  readonly isUnchanged: IResolvable;
  /** The name of the parameter that records the image. The history of the parameter is the history of deployments. */
  readonly parameterName: string;

  constructor(scope: Construct, id: string, { path }: DeployedImageProps) {
    super(scope, id);
    this.parameterName = `${path}/image`;
    const variable = defineContainerImageVariable(this);
    // This data source returns empty lists if there are no parameters. A data source for a single parameter would fail.
    const found = new DataAwsSsmParametersByPath(this, 'parameters-by-path', { path, withDecryption: false });
    const remembered = Fn.lookup(Fn.zipmap(found.names, Fn.nonsensitive(found.values)), this.parameterName, noImage);
    const image = new TerraformLocal(this, 'image', Fn.coalesce([variable.stringValue, remembered]));
    this.image = image.asString;
    this.isUnchanged = Op.and(Op.eq(this.image, remembered), Op.neq(this.image, noImage));
    this.count = TerraformCount.of(Token.asNumber(conditional(Op.eq(this.image, noImage), 0, 1)));
  }

  /**
   * Records the image after the deployment of `service` has succeeded.
   * @param service the resource on which the record depends
   */
  recordAfter(service: ITerraformDependable): void {
    new SsmParameter(this, 'parameter', {
      name: this.parameterName,
      description: 'The last healthy image. Terraform deploys it if container_image is not set.',
      type: 'String',
      // Do not use `value`: Terraform would hide it in every plan.
      insecureValue: this.image,
      dependsOn: [service],
    });
  }
}
