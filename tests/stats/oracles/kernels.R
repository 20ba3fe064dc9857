# Expected values for the statistical kernels, from base R and exactRankTests.
# Record:  Rscript tests/stats/oracles/kernels.R > tests/stats/oracles/kernels.json
suppressWarnings(suppressMessages({
  library(exactRankTests) # conditional null distributions of rank tests with ties, which base R lacks
  library(jsonlite)
}))

num <- function(x) if (is.null(x)) NA else as.numeric(x)

# --- pairs -----------------------------------------------------------------------------------------------------------
pairs <- list(
  all_fall       = list(c(12.1, 9.4, 15.2, 8.8, 20.3, 11.0, 7.7, 13.9), c(3.0, 4.1, 2.2, 5.5, 6.1, 0.3, 1.9, 2.0)),
  all_fall_tied  = list(c(24, 16, 20, 28, 22, 18, 26, 22), c(4, 2, 0, 0, 6, 2, 8, 4)),
  one_zero       = list(c(24, 16, 20, 28, 22, 18, 26, 22), c(4, 16, 1, 0, 5, 3, 8, 14)),
  zeros_and_ties = list(c(4, 4, 3, 2, 5, 6, 2, 1), c(4, 2, 1, 2, 6, 2, 4, 1)),
  decimals_tied  = list(c(10.1, 11.4, 9.8, 7.3, 8.2, 10.6, 9.9, 12.0), c(11.0, 12.3, 10.7, 6.4, 9.1, 10.2, 11.1, 11.1)),
  c3_rises       = list(c(41, 30, 52, 38, 45, 60, 29, 35), c(80, 66, 91, 70, 69, 98, 77, 85)),
  no_ties_mixed  = list(c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30),
                        c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)),
  two_pairs      = list(c(1, 2), c(3, 7)),
  one_moves      = list(c(1, 2, 3), c(1, 2, 4))
)
rounded <- function(before, after) round(after - before, 8)
pair_cases <- lapply(pairs, function(pair) {
  before <- pair[[1]]; after <- pair[[2]]
  d <- rounded(before, after)
  t <- t.test(after, before, paired = TRUE)
  moved <- d[d != 0]
  up <- sum(rank(abs(moved))[moved > 0]); down <- sum(rank(abs(moved))[moved < 0])
  tied <- anyDuplicated(abs(moved)) > 0
  base <- if (!tied) wilcox.test(moved, exact = TRUE)$p.value else NA
  out <- list(
    before = before, after = after, t = num(t$statistic), t_p = t$p.value,
    T = min(up, down), zeros = sum(d == 0), tied = tied,
    wilcoxon_p = wilcox.exact(moved, exact = TRUE)$p.value, wilcoxon_p_base = base
  )
  # Pratt: rank with the zeros, drop them, then the exact permutation distribution of the signed scores (doubled).
  scores <- rank(abs(d))[d != 0]
  out$pratt_T <- min(sum(scores[moved > 0]), sum(scores[moved < 0]))
  out$pratt_p <- perm.test(sign(moved) * round(2 * scores), paired = FALSE, exact = TRUE)$p.value
  out
})

# Pairs too many for the exact distribution: 60, with ties and zeros, by an explicit rule (no random numbers).
i <- 1:60
many <- list(before = (i * 37) %% 23 / 2, after = (i * 17 + 3) %% 19 / 2)
approximate <- wilcox.test(many$after, many$before, paired = TRUE, exact = FALSE, correct = TRUE)
many$p <- approximate$p.value

# --- paired answers --------------------------------------------------------------------------------------------------
answers <- list(
  seven_of_eight = list(rep(0, 8), c(1, 1, 1, 1, 1, 1, 1, 0)),
  three_of_eight = list(rep(0, 8), c(0, 0, 0, 0, 1, 0, 1, 1)),
  both_ways      = list(c(1, 1, 0, 0, 0, 0, 0, 1), c(0, 1, 1, 1, 1, 1, 0, 1)),
  balanced       = list(c(1, 1, 0, 0), c(0, 0, 1, 1))
)
answer_cases <- lapply(answers, function(pair) {
  gained <- sum(pair[[2]] > pair[[1]]); lost <- sum(pair[[2]] < pair[[1]])
  list(before = pair[[1]], after = pair[[2]], statistic = min(gained, lost),
       p = binom.test(gained, gained + lost)$p.value)
})

# --- independent groups ----------------------------------------------------------------------------------------------
twos <- list(
  no_ties   = list(c(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46), c(1.15, 0.88, 0.90, 0.74, 1.21)),
  tied      = list(c(4, 6, 6, 8, 10, 12), c(2, 4, 4, 6, 6, 3, 2)),
  apart     = list(c(1, 2, 3, 4), c(5, 6, 7, 8)),
  one_flat  = list(c(5, 5, 5), c(1, 2, 4, 9)),
  n8        = list(c(32, 40, 27, 66), c(22, 62, 69, 70))
)
two_cases <- lapply(twos, function(g) {
  w <- t.test(g[[1]], g[[2]])
  u <- suppressWarnings(wilcox.test(g[[1]], g[[2]]))$statistic
  tied <- anyDuplicated(c(g[[1]], g[[2]])) > 0
  # Conditional exact p: the share of all ways to draw the first group that lie at least as far from the expectation.
  r <- rank(c(g[[1]], g[[2]])); m <- length(g[[1]])
  far <- abs(combn(r, m, sum) - m * (length(r) + 1) / 2)
  p <- mean(far >= abs(sum(r[1:m]) - m * (length(r) + 1) / 2) - 1e-9)
  list(a = g[[1]], b = g[[2]], t = num(w$statistic), t_p = w$p.value, U = min(u, m * length(g[[2]]) - u),
       exact_p = p, base_p = if (tied) NA else wilcox.test(g[[1]], g[[2]], exact = TRUE)$p.value)
})
j <- 1:45; k <- 1:40
crowd <- list(a = (j * 29) %% 31, b = (k * 13) %% 37 + 4)
crowd$p <- suppressWarnings(wilcox.test(crowd$a, crowd$b, exact = FALSE, correct = TRUE))$p.value

several <- list(
  three  = list(c(2.9, 3.0, 2.5, 2.6, 3.2), c(3.8, 2.7, 4.0, 2.4), c(2.8, 3.4, 3.7, 2.2, 2.0)),
  tied   = list(c(1, 2, 2, 3), c(2, 3, 3, 4), c(4, 4, 5, 5, 6)),
  pair   = list(c(1, 5, 7), c(2, 9, 11, 13)),
  single = list(c(4), c(1, 2, 3), c(6, 8))
)
several_cases <- lapply(several, function(groups) {
  y <- unlist(groups); g <- factor(rep(seq_along(groups), lengths(groups)))
  f <- anova(lm(y ~ g)); h <- kruskal.test(y, g)
  list(groups = unname(groups), F = f$`F value`[1], F_p = f$`Pr(>F)`[1], H = num(h$statistic), H_p = h$p.value)
})

# --- counts ----------------------------------------------------------------------------------------------------------
tables <- list(
  seven_and_three = matrix(c(7, 3, 1, 5), 2), eight_and_five = matrix(c(8, 5, 0, 3), 2),
  diagonal = matrix(c(8, 0, 0, 8), 2), one_zero = matrix(c(0, 4, 6, 3), 2), balanced = matrix(c(5, 5, 5, 5), 2),
  large = matrix(c(120, 88, 1400, 1525), 2), skewed = matrix(c(1, 12, 30, 7), 2), equal_tails = matrix(c(3, 1, 1, 3), 2)
)
table_cases <- lapply(tables, function(m) {
  x <- suppressWarnings(chisq.test(m, correct = FALSE))
  list(table = m, fisher_p = fisher.test(m)$p.value, chi = num(x$statistic), chi_p = x$p.value)
})
empty_margin <- list(table = matrix(c(8, 8, 0, 0), 2), fisher_p = fisher.test(matrix(c(8, 8, 0, 0), 2))$p.value)
wide <- matrix(c(12, 5, 9, 14, 8, 8, 7, 11, 20), 3)
wide_test <- chisq.test(wide, correct = FALSE)

# --- intervals, adjustment, quantiles --------------------------------------------------------------------------------
rates <- list(c(7, 8, .95), c(3, 8, .95), c(8, 8, .95), c(5, 8, .95), c(0, 8, .95), c(1, 1, .95), c(0, 1, .95),
              c(4, 8, .9), c(17, 312, .99), c(99990, 100000, .95))
interval_cases <- lapply(rates, function(r) {
  ci <- binom.test(r[1], r[2], conf.level = r[3])$conf.int
  list(count = r[1], n = r[2], level = r[3], low = ci[1], high = ci[2])
})
families <- list(c(0.01, 0.04, 0.03), c(0.0078, 0.0156, NA, 0.0234, 0.5, 0.9), c(0.02, 0.02, 0.02), c(0.3), c(NA, NA))
holm_cases <- lapply(families, function(p) list(p = I(p), adjusted = I(p.adjust(p, "holm"))))
ages <- c(32, 40, 27, 66, 22, 62, 69, 70)
samples <- list(ages, c(5), c(1, 2), c(3.5, -1.25, 9, 9, 0, 2.75, 4))
quantile_cases <- lapply(samples, function(x) {
  q <- c(0, .05, .25, .5, .6, .75, .975, 1)
  list(values = I(x), q = q, expected = as.numeric(quantile(x, q, type = 7)))
})

cat(toJSON(list(
  made_by = list(R = R.version.string, exactRankTests = as.character(packageVersion("exactRankTests"))),
  pairs = pair_cases, many_pairs = many, answers = answer_cases, two_groups = two_cases, crowd = crowd,
  several_groups = several_cases, tables = table_cases, empty_margin = empty_margin,
  wide_table = list(table = wide, chi = num(wide_test$statistic), p = wide_test$p.value),
  intervals = interval_cases, holm = holm_cases, quantiles = quantile_cases
), digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE), "\n")
