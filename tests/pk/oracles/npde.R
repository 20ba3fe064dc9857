# Prediction distribution errors of four levels of a patient from 300 simulations, and the tests of forty errors, by base R.
# Record:  Rscript tests/pk/oracles/npde.R > tests/pk/oracles/npde.json
# Made with R 4.2.2. The steps are those of Comets 2008, written out here anew.
set.seed(20)
n <- 4; K <- 300
root <- chol(0.5 + diag(0.5, n))
drawn <- exp(matrix(rnorm(K * n), K) %*% root * 0.3 + 1)
seen <- c(2.1, 4.0, 1.7, 9.9)
m <- colMeans(drawn); U <- chol(cov(drawn))
apart <- solve(t(U), seen - m)
others <- t(solve(t(U), t(drawn) - m))
part <- sapply(seq_len(n), function(j) mean(others[, j] < apart[j]))
errors <- qnorm(pmin(pmax(part, 1 / (2 * K)), 1 - 1 / (2 * K)))
forty <- round(rnorm(40, 0.2, 1.2), 4)
v <- var(forty); below <- pchisq(39 * v, 39)
p <- c(wilcox.test(forty, exact = FALSE, correct = FALSE)$p.value, 2 * min(below, 1 - below), shapiro.test(forty)$p.value)
num <- function(x) paste0("[", paste(trimws(formatC(x, digits = 12, format = "g")), collapse = ", "), "]")
cat(sprintf("{\"made_by\": {\"R\": \"%s.%s\"},\n\"seen\": %s,\n\"errors\": %s,\n\"forty\": %s,\n\"mean\": %.12g, \"variance\": %.12g, \"p\": %s,\n\"drawn\": [\n%s\n]}\n",
  R.version$major, R.version$minor, num(seen), num(errors), num(forty), mean(forty), v, num(p),
  paste(apply(drawn, 1, num), collapse = ",\n")))
