# Runs where R has lme4: the crossed fit of one file of scores, timed in CPU seconds.
# Reads the file's name; prints JSON: the fewest seconds of three, and the standard deviations.
# Where lme4 warns that its search has not quite converged, its answer is taken all the same.
suppressMessages(library(lme4))
options(warn = -1)
table <- read.csv(commandArgs(trailingOnly = TRUE)[1])
table$juror <- factor(table$juror)
table$proposal <- factor(table$proposal)
seconds <- Inf
for (time in 1:3) {
  taken <- system.time(found <- lmer(score ~ 1 + (1 | proposal) + (1 | juror), table))
  seconds <- min(seconds, taken[["user.self"]] + taken[["sys.self"]])
}
parts <- as.data.frame(VarCorr(found))
sd <- setNames(parts$sdcor, parts$grp)
cat(sprintf(
  '{"seconds": %.6f, "sds": [%.12f, %.12f, %.12f], "version": "%s"}\n',
  seconds, sd[["proposal"]], sd[["juror"]], sd[["Residual"]], packageVersion("lme4")
))
