import type { GradientRules } from "./gradient-rule.js";
import { arithmeticGradients } from "./record/arithmetic.js";
import { batchNormGradients } from "./record/batch-norm.js";
import { choiceGradients } from "./record/choice.js";
import { constantGradients } from "./record/constant.js";
import { convolutionGradients } from "./record/convolution.js";
import { depthwiseGradients } from "./record/depthwise.js";
import { dilationGradients } from "./record/dilation.js";
import { elementwiseGradients } from "./record/elementwise.js";
import { gatheringGradients } from "./record/gather.js";
import { gatheredMeanGradients } from "./record/gathered-mean.js";
import { matmulGradients } from "./record/matmul.js";
import { orderingGradients } from "./record/ordering.js";
import { poolingGradients } from "./record/pooling.js";
import { reductionGradients } from "./record/reduction.js";
import { reshapingGradients } from "./record/reshape.js";
import { slicingGradients } from "./record/slicing.js";
import { softmaxGradients } from "./record/softmax.js";
import { scanGradients } from "./scan/scan-gradient.js";

/** Every rule by TensorFlow's op name; each stands beside the recording of its op. */
export const gradientRules: GradientRules = {
  ...arithmeticGradients,
  ...batchNormGradients,
  ...choiceGradients,
  ...constantGradients,
  ...convolutionGradients,
  ...depthwiseGradients,
  ...dilationGradients,
  ...elementwiseGradients,
  ...gatheringGradients,
  ...gatheredMeanGradients,
  ...matmulGradients,
  ...orderingGradients,
  ...poolingGradients,
  ...reductionGradients,
  ...reshapingGradients,
  ...slicingGradients,
  ...softmaxGradients,
  ...scanGradients,
};
