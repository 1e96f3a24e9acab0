// Small modules that nearly every command needs. Put into every bundle, they come out as one file: Node takes about a
// millisecond to find and open each.
import "../src/cli/host.js";
import "../src/diagnostics/codes/data-files.js";
import "../src/diagnostics/codes/export.js";
import "../src/diagnostics/codes/graph.js";
import "../src/diagnostics/codes/native.js";
import "../src/diagnostics/codes/runtime.js";
import "../src/diagnostics/define.js";
import "../src/diagnostics/failure.js";
import "../src/ir/data-facts.js";
import "../src/ir/formula.js";
import "../src/ir/value.js";
import "../src/tensor/random.js";
import "../src/text/suggest.js";
import "../src/cli/crash.js";
import "../src/ir/ir.js";
