# The most probable deviations of a few patients, from R's general optimiser on objectives that are written out anew here.
# Record:  Rscript tests/pk/oracles/map.R > tests/pk/oracles/map.json
# Made with R 4.2.2, nothing but its base. Levels are invented; the values of the models are those of the papers.
# An occasion lasts until its last level is drawn; doses and what is in the body after that follow the next one.

# exp(A t) by scaling and squaring: chains of equal stages have no full set of eigenvectors
expm <- function(A) {
  s <- max(0, ceiling(log2(max(colSums(abs(A)), 1e-300))) + 6)
  A <- A / 2^s; E <- T <- diag(nrow(A))
  for (i in 1:14) { T <- T %*% A / i; E <- E + T }
  for (i in seq_len(s)) E <- E %*% E
  E
}

# The matrix of a chain of stages before one or two compartments
compartments <- function(p, stages) {
  n <- stages + if (is.null(p$q)) 1 else 2
  A <- matrix(0, n, n)
  for (i in seq_len(stages)) { A[i, i] <- A[i, i] - p$k; A[i + 1, i] <- A[i + 1, i] + p$k }
  c <- stages + 1
  A[c, c] <- A[c, c] - p$cl / p$v
  if (!is.null(p$q)) {
    A[c, c] <- A[c, c] - p$q / p$v; A[c + 1, c] <- p$q / p$v; A[c, c + 1] <- p$q / p$v2; A[c + 1, c + 1] <- -p$q / p$v2
  }
  A
}

# Levels at the times: from event to event. ps: parameters of each occasion; cuts: when the later ones begin.
course <- function(ps, cuts, stages, doses, times, seen) {
  told <- sapply(doses$t, function(t) 1 + sum(cuts <= t))
  arrive <- doses$t + sapply(told, function(k) if (is.null(ps[[k]]$lag)) 0 else ps[[k]]$lag)
  mg <- doses$mg * sapply(told, function(k) if (is.null(ps[[k]]$f)) 1 else ps[[k]]$f)
  marks <- sort(unique(c(0, times, cuts, arrive))); marks <- marks[marks <= max(times)]
  As <- lapply(ps, compartments, stages = stages)
  y <- rep(0, nrow(As[[1]])); out <- c(); kept <- list()
  for (i in seq_along(marks)) {
    now <- marks[i]
    before <- 1 + sum(cuts < now) # a level is of the occasion that it ends
    if (now %in% times) out <- c(out, seen(y[stages + 1] / ps[[before]]$v, ps[[before]]))
    y[1] <- y[1] + sum(mg[arrive == now])
    if (i == length(marks)) break
    k <- 1 + sum(cuts <= now); dt <- marks[i + 1] - now; key <- paste(k, signif(dt, 12))
    if (is.null(kept[[key]])) kept[[key]] <- expm(As[[k]] * dt)
    y <- as.vector(kept[[key]] %*% y)
  }
  out
}

sd_of <- function(f, prop, add) sqrt((prop * f)^2 + add^2)
loss <- function(f, level, bound, prop, add, log_sd) {
  if (log_sd > 0) return(-dlnorm(level, log(f), log_sd, log = TRUE))
  s <- sd_of(f, prop, add)
  if (bound == "<") -pnorm(level, f, s, log.p = TRUE) else if (bound == ">") -pnorm(level, f, s, lower.tail = FALSE, log.p = TRUE)
  else -dnorm(level, f, s, log = TRUE)
}

# Occasions: levels within 24 h of the first share one
cuts_of <- function(times) {
  cuts <- c(); first <- last <- NA
  for (t in times) {
    if (is.na(first)) first <- t else if (t > first + 24) { cuts <- c(cuts, last); first <- t }
    last <- t
  }
  cuts
}

cases <- c()
quote_names <- function(x) paste0('"', names(x), '": ', sapply(x, function(v) format(v, digits = 12)), collapse = ", ")
fit <- function(model, case, person, omega, stages, doses, levels, within = NULL, prop = 0, add = 0, log_sd = 0,
                seen = function(c, p) 1000 * c) {
  nb <- nrow(omega); nw <- if (is.null(within)) 0 else nrow(within)
  cuts <- if (nw) cuts_of(levels$t) else c()
  occ <- if (nw) length(cuts) + 1 else 0
  names_b <- rownames(omega); names_w <- rownames(within)
  split <- function(x) {
    b <- setNames(x[seq_len(nb)], names_b)
    lapply(seq_len(max(occ, 1)), function(k) {
      e <- as.list(b)
      if (nw) for (j in seq_len(nw)) {
        n <- names_w[j]; value <- x[nb + (k - 1) * nw + j]
        e[[n]] <- if (is.null(e[[n]])) value else e[[n]] + value
      }
      e
    })
  }
  io <- solve(omega); iw <- if (nw) solve(within)
  objective <- function(x) {
    f <- course(lapply(split(x), person), cuts, stages, doses, levels$t, seen)
    b <- x[seq_len(nb)]
    prior <- 0.5 * sum(b * (io %*% b))
    for (k in seq_len(occ)) { w <- x[nb + (k - 1) * nw + seq_len(nw)]; prior <- prior + 0.5 * sum(w * (iw %*% w)) }
    if (any(!is.finite(f)) || any(f <= 0)) return(1e10)
    prior + sum(mapply(loss, f, levels$value, levels$bound, prop, add, log_sd))
  }
  size <- nb + occ * nw
  x <- rep(0, size)
  for (h in c(1e-3, 1e-4, 1e-5, 1e-5))
    x <- optim(x, objective, method = "BFGS", control = list(reltol = 1e-15, maxit = 500, ndeps = rep(h, size)))$par
  slope <- sapply(seq_len(size), function(i) { d <- replace(rep(0, size), i, 1e-4); (objective(x + d) - objective(x - d)) / 2e-4 })
  stopifnot(max(abs(slope)) < 1e-4)
  names(x) <- c(names_b, if (nw) paste0(rep(names_w, occ), "_", rep(seq_len(occ), each = nw)))
  cases <<- c(cases, sprintf(
    '  {"model": "%s", "case": "%s", "dose": {"amount": %g, "every": %g, "count": %d},\n   "times": [%s], "levels": [%s], "bounds": [%s],\n   "eta": {%s}, "gradient": %.1e}',
    model, case, doses$mg[1], diff(doses$t)[1], nrow(doses), paste(levels$t, collapse = ", "), paste(levels$value, collapse = ", "),
    paste0('"', levels$bound, '"', collapse = ", "), quote_names(x), max(abs(slope))))
}
named <- function(m, n) { dimnames(m) <- list(n, n); m }
daily <- function(mg, count) data.frame(t = 24 * (seq_len(count) - 1), mg = mg)
at <- function(t, value, bound = "") data.frame(t = t, value = value, bound = rep(bound, length.out = length(t)))

# --- Bergmann 2014: two compartments, lag; proportional error --------------------------------------------------------
bergmann <- function(e) list(k = 0.51 * exp(e$ka), cl = 23.9 * exp(e$cl), v = 145 * exp(e$v), q = 101, v2 = 1500 * exp(e$v2), lag = 0.30)
om <- named(diag(c(0.486, 1.136, 0.914, 0.549)^2), c("cl", "v", "v2", "ka"))
fit("tacrolimus_bergmann_2014", "three troughs and a peak", bergmann, om, 1, daily(3, 28),
    at(c(180, 348, 505.5, 516), c(6.1, 7.9, 15.2, 8.8)), prop = 0.295)
fit("tacrolimus_bergmann_2014", "a trough below the limit of the assay", bergmann, om, 1, daily(2, 14),
    at(c(26, 180, 348), c(4.4, 2, 2.9), c("", "<", "")), prop = 0.295)


# --- Woillard 2011: three stages, two compartments; occasions of volume, too; combined error -------------------------
cv <- function(x) log1p(x^2)
wo <- named(diag(cv(c(0.24, 0.28, 0.31, 0.54, 0.60))), c("ktr", "cl", "v", "q", "v2"))
wi <- named(diag(cv(c(0.33, 0.75, 0.31))), c("ktr", "v", "cl"))
woillard <- function(e) list(k = 3.34 * 1.53 * exp(e$ktr), cl = 21.2 * exp(e$cl), v = 486 * 0.29 * exp(e$v), q = 79 * exp(e$q), v2 = 271 * exp(e$v2))
fit("tacrolimus_woillard_2011", "two occasions, the first with two levels", woillard, wo, 3, daily(3, 28),
    at(c(168, 170, 516), c(4.2, 19.5, 7.7)), within = wi, prop = 0.113, add = 0.71)

# --- Storset 2014: correlated deviations, occasions of absorption, levels bent by binding to red cells ----------------
# a man of 80 kg and 175 cm without prednisolone, haematocrit 33 %, no CYP3A5*1
so <- diag(cv(c(0.40, 0.54, 0.63)))
so[1, 2] <- so[2, 1] <- 0.43 * sqrt(so[1, 1] * so[2, 2]); so[1, 3] <- so[3, 1] <- 0.62 * sqrt(so[1, 1] * so[3, 3])
so <- named(so, c("cl", "v", "q")); si <- named(diag(cv(c(0.23, 1.20))), c("f", "ka"))
b <- 80 / 1.75^2; ffm <- 9270 * 80 / (6680 + 216 * b) / 60
storset <- function(e) list(k = 1.01 * exp(e$ka), cl = 811 * ffm^0.75 * exp(e$cl), v = 6290 * ffm * exp(e$v), q = 1200 * ffm^0.75 * exp(e$q),
                            v2 = 32100 * ffm, lag = 0.41, f = exp(e$f))
fit("tacrolimus_storset_2014", "correlated, bent, three occasions", storset, so, 1,
    data.frame(t = 12 * 0:27, mg = 3), at(c(156, 180.5, 324), c(7.4, 14.0, 9.9)), within = si, prop = 0.149,
    seen = function(c, p) { c <- 1000 * c; c + 418 * 0.33 * c / (3.8 + c) })

cat('{"made_by": {"R": "', R.version$major, ".", R.version$minor, '"},\n "cases": [\n', paste(cases, collapse = ",\n"), "\n ]}\n", sep = "")
