import { logCosh as loss } from "../losses/log-cosh.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const logCoshError = defineMeanOfLoss(loss, {
  keras: "LogCoshError",
  summary: "The mean of log(cosh(error)).",
  name: "log_cosh_error",
  logged: "logcosh",
  aliases: ["log_cosh", "logcosh"],
});
