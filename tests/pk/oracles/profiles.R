# Expected profiles for every model of the shelf, from deSolve: each model written out anew as differential equations.
# Record:  Rscript tests/pk/oracles/profiles.R > tests/pk/oracles/profiles.json
# Made with R 4.2.2 and deSolve 1.34. Nothing here was taken from the package under test but the values of the papers.
suppressWarnings(suppressMessages(library(deSolve)))

TIMES <- c(0.5, 1, 2.2, 4, 6.7, 11.9, 20, 23.9, 30, 47, 60, 71.5, 95, 99, 104.3, 118, 121.7, 140, 167.9)
ONCE <- data.frame(t = c(0, 24, 48, 96, 120, 144), mg = c(3, 3, 3, 2, 2, 4)) # one dose is missed, and doses change
TWICE <- data.frame(t = seq(0, 156, 12)[-4], mg = rep(c(750, 500), length.out = 13))
CHANGE <- 100 # hours: where covariates change

# Run a model from one event to the next.
#   pars(k): parameters in epoch k (1 before CHANGE, 2 after); rhs(y, p, since): derivatives; level(y, p, k): what is seen.
#   into: the state that doses enter; hours: how long a dose takes to enter (0: at once); breaks: hours after a dose.
run <- function(pars, rhs, level, states, doses, lag = function(p) 0, part = function(p, mg) 1, hours = function(p) 0,
                breaks = c()) {
  p <- list(pars(1), pars(2))
  epoch <- function(t) if (t < CHANGE) 1 else 2
  told <- sapply(doses$t, epoch)
  arrive <- sapply(seq_along(told), function(i) doses$t[i] + lag(p[[told[i]]]))
  mg <- sapply(seq_along(told), function(i) doses$mg[i] * part(p[[told[i]]], doses$mg[i]))
  last <- sapply(seq_along(told), function(i) hours(p[[told[i]]]))
  cuts <- sort(unique(c(0, TIMES, CHANGE, doses$t, arrive, arrive + last, c(outer(doses$t, breaks, "+")))))
  cuts <- cuts[cuts <= max(TIMES)]
  y <- rep(0, states); seen <- c()
  for (i in seq_along(cuts)) {
    now <- cuts[i]; k <- epoch(now)
    if (now %in% TIMES) seen <- c(seen, level(y, p[[k]], k))
    y[1] <- y[1] + sum(mg[arrive == now & last == 0])
    if (i == length(cuts)) break
    middle <- (now + cuts[i + 1]) / 2
    rate <- sum(ifelse(last > 0 & arrive <= middle & middle < arrive + last, mg / last, 0))
    since <- middle - max(doses$t[doses$t <= middle])
    f <- function(t, y, q) { d <- rhs(y, p[[k]], since); d[1] <- d[1] + rate; list(d) }
    y <- lsoda(y, c(now, cuts[i + 1]), f, NULL, rtol = 1e-11, atol = 1e-14, maxsteps = 1e5)[2, -1]
  }
  seen
}

two <- function(ka) function(y, p, since) c(-ka(p) * y[1], ka(p) * y[1] - (p$cl + p$q) / p$v * y[2] + p$q / p$v2 * y[3],
                                           p$q / p$v * y[2] - p$q / p$v2 * y[3])
one <- function(y, p, since) c(-p$ka * y[1], p$ka * y[1] - p$cl / p$v * y[2])
chain <- function(n) function(y, p, since) {
  d <- rep(0, n + 2)
  d[1] <- -p$ktr * y[1]
  for (i in seq_len(n - 1)) d[i + 1] <- p$ktr * (y[i] - y[i + 1])
  d[n + 1] <- p$ktr * y[n] - (p$cl + p$q) / p$v * y[n + 1] + p$q / p$v2 * y[n + 2]
  d[n + 2] <- p$q / p$v * y[n + 1] - p$q / p$v2 * y[n + 2]
  d
}
ffm <- function(wt, ht, female) { b <- wt / (ht / 100)^2; if (female) 9270 * wt / (8780 + 244 * b) else 9270 * wt / (6680 + 216 * b) }
clcr <- function(age, wt, scr, female) (140 - age) * wt / (72 * scr) * (if (female) 0.85 else 1) # mL/min

cases <- list()
add <- function(model, eta, cov, doses, seen) cases[[length(cases) + 1]] <<- list(model = model, eta = eta, cov = cov, doses = doses, levels = seen)

# --- tacrolimus ------------------------------------------------------------------------------------------------------
e <- list(ktr = 0.2, cl = -0.3, v = 0.25, q = 0.4, v2 = -0.5)
cv <- list(hematocrit = c(28, 38), cyp3a5_expresser = c(1, 1), immediate_release = c(1, 1))
add("tacrolimus_woillard_2011", e, cv, ONCE, run(
  function(k) list(ktr = 3.34 * 1.53 * exp(e$ktr), cl = 21.2 * (cv$hematocrit[k] / 35)^-1.14 * 2 * exp(e$cl), v = 486 * 0.29 * exp(e$v),
                   q = 79 * exp(e$q), v2 = 271 * exp(e$v2)),
  chain(3), function(y, p, k) 1000 * y[4] / p$v, 5, ONCE))

cv <- list(hematocrit = c(30, 41), cyp3a5_expresser = c(0, 0), immediate_release = c(0, 0))
add("tacrolimus_woillard_2011", e, cv, ONCE, run(
  function(k) list(ktr = 3.34 * exp(e$ktr), cl = 21.2 * (cv$hematocrit[k] / 35)^-1.14 * exp(e$cl), v = 486 * exp(e$v),
                   q = 79 * exp(e$q), v2 = 271 * exp(e$v2)),
  chain(3), function(y, p, k) 1000 * y[4] / p$v, 5, ONCE))

e <- list(cl = 0.3, v = -0.4, q = 0.2, f = -0.1, ka = 0.7)
cv <- list(weight = c(50, 50), height = c(156, 156), female = c(1, 1), hematocrit = c(29, 37), prednisolone = c(50, 10), cyp3a5_expresser = c(1, 1))
s <- ffm(50, 156, TRUE) / 60
add("tacrolimus_storset_2014", e, cv, ONCE, run(
  function(k) list(cl = 811 * s^0.75 * 1.3 * exp(e$cl), v = 6290 * s * exp(e$v), q = 1200 * s^0.75 * exp(e$q), v2 = 32100 * s,
                   ka = 1.01 * exp(e$ka), f = (1 - 0.67 * cv$prednisolone[k] / (35 + cv$prednisolone[k])) * 0.82 * exp(e$f)),
  two(function(p) p$ka), function(y, p, k) { c <- 1000 * y[2] / p$v; c + 418 * cv$hematocrit[k] / 100 * c / (3.8 + c) }, 3, ONCE,
  lag = function(p) 0.41, part = function(p, mg) p$f))

e <- list(cl = 0.3, v = -0.9, v2 = 0.6, ka = -0.8); cv <- list(cyp3a5_expresser = c(0, 0))
add("tacrolimus_bergmann_2014", e, cv, ONCE, run(
  function(k) list(cl = 23.9 * exp(e$cl), v = 145 * exp(e$v), q = 101, v2 = 1500 * exp(e$v2), ka = 0.51 * exp(e$ka)),
  two(function(p) p$ka), function(y, p, k) 1000 * y[2] / p$v, 3, ONCE, lag = function(p) 0.30))

e <- list(cl = -0.4, v = 0.3, v2 = -1.0, q = 0.5, ktr = 0.3); cv <- list(cyp3a5_expresser = c(1, 1), cystic_fibrosis = c(1, 1))
add("tacrolimus_monchaud_2012", e, cv, ONCE, run(
  function(k) list(cl = 17.5 * 1.4 * exp(e$cl), v = 136 * exp(e$v), q = 41.1 * exp(e$q), v2 = 529 * exp(e$v2), ktr = 7.06 * 0.47 * exp(e$ktr)),
  chain(5), function(y, p, k) 1000 * y[6] / p$v, 7, ONCE))

e <- list(cl = 0.4, v = -0.3); cv <- list(cyp3a5_expresser = c(1, 1), hematocrit = c(33, 33.5), weight = c(52, 52), days_after_transplant = c(3, 7))
add("tacrolimus_han_2013", e, cv, ONCE, run(
  function(k) list(cl = 22.9 * exp(0.17) * exp(c(0.297, 0.117)[k]) * cv$days_after_transplant[k]^-0.00762 * exp(e$cl),
                   v = 716 * exp(0.355 * 52 / 59.025) * exp(e$v), ka = 4.5),
  one, function(y, p, k) 1000 * y[2] / p$v, 2, ONCE))

# --- mizoribine ------------------------------------------------------------------------------------------------------
MZR <- data.frame(t = ONCE$t, mg = 100 * ONCE$mg)
e <- list(ka = -0.2, v = 0.3, cl = 0.25); cv <- list(weight = c(55, 55), age = c(44, 44), creatinine = c(0.7, 1.1), female = c(1, 1))
add("mizoribine_honda_2006", e, cv, MZR, run(
  function(k) list(cl = 1.93 * clcr(44, 55, cv$creatinine[k], TRUE) * 60 / 1000 * exp(e$cl), v = 0.834 * 55 * exp(e$v), ka = 0.869 * exp(e$ka)),
  one, function(y, p, k) y[2] / p$v, 2, MZR, lag = function(p) 0.349))
e <- list(ka = 0.2, v = -0.1, cl = 0.15, f = -0.5)
add("mizoribine_toyama_2012", e, cv, MZR, run(
  function(k) list(cl = 2.81 * clcr(44, 55, cv$creatinine[k], TRUE) * 60 / 1000 * exp(e$cl), v = 1.03 * 55 * exp(e$v), ka = 0.554 * exp(e$ka)),
  one, function(y, p, k) y[2] / p$v, 2, MZR, lag = function(p) 0.363, part = function(p, mg) exp(e$f)))

# --- mycophenolic acid -----------------------------------------------------------------------------------------------
e <- list(v = 0.8, v2 = -0.6, q = 0.3); cv <- list(weight = c(50, 51))
add("mycophenolate_ye_2025", e, cv, TWICE, run(
  function(k) list(cl = 15.23, v = 7.99 * exp(e$v), q = 37.65 * exp(e$q), v2 = 1287.12 * (cv$weight[k] / 41.13)^2.05 * exp(e$v2), ka = 1.54),
  two(function(p) p$ka), function(y, p, k) y[2] / p$v, 3, TWICE, lag = function(p) 0.40))

e <- list(cl = 0.2, v = -0.4, half = 1.1, tlag = 0.5, duration = 0.3, f = -0.12)
cv <- list(weight = c(52, 52), age = c(40, 40), creatinine = c(0.9, 1.3), female = c(1, 1), days_after_transplant = c(10, 14))
add("mycophenolate_suzuki_2024", e, cv, TWICE, run(
  function(k) list(cl = (7.56 + 11.6 * clcr(40, 70, cv$creatinine[k], TRUE) / 100) * (52 / 70)^0.75 * exp(e$cl), v = 104 * 52 / 70 * exp(e$v),
                   q = 17.3 * (52 / 70)^0.75, v2 = 169 * 52 / 70, ka = log(2) / (0.0453 * exp(e$half)),
                   f = 320.3 / 433.5 * exp(0.956 * cv$days_after_transplant[k] / 84) * (1 + e$f)),
  two(function(p) p$ka), function(y, p, k) y[2] / p$v, 3, TWICE, lag = function(p) 0.283 * exp(e$tlag), part = function(p, mg) p$f,
  hours = function(p) 1.95 * exp(e$duration)))

# in nmol, as the paper has it
e <- list(ka = -0.3, tlag = 0.4, cl = 0.2, v = -0.5, q = 0.3, bound = 0.05, cl_g = -0.2, v_g = 0.3, recycled = 0.9)
cv <- list(weight = c(58, 58), albumin = c(2.9, 3.6), egfr = c(70, 62))
add("mycophenolate_sheng_2020", e, cv, TWICE, run(
  function(k) {
    r <- 0.0553 * exp(e$recycled); ke0 <- 5.71 * (cv$egfr[k] / 80)^0.865 * exp(e$cl_g) / (29.9 * exp(e$v_g))
    list(ka = 1.35 * exp(e$ka), cl = 851 * exp(e$cl), v = 718 * exp(e$v), q = 857 * (58 / 70)^2.11 * exp(e$q), v2 = 34300, ke0 = ke0,
         kgg = ke0 * r / (1 - r), kb = 53.4 * (cv$albumin[k] * 10 / 40) * exp(e$bound))
  },
  function(y, p, since) {
    open <- 3.708 * ((since >= 4 & since < 4.5) | (since >= 10 & since < 10.5))
    c(open * y[5] - p$ka * y[1], p$ka * y[1] - (p$cl + p$q) / p$v * y[2] + p$q / p$v2 * y[3], p$q / p$v * y[2] - p$q / p$v2 * y[3],
      0.87 * p$cl / p$v * y[2] - (p$ke0 + p$kgg) * y[4], p$kgg * y[4] - open * y[5])
  },
  function(y, p, k) y[2] / p$v * 320.339 / 1e6 * (1 + p$kb), 5, TWICE, lag = function(p) 0.447 * exp(e$tlag),
  part = function(p, mg) 1e6 / 433.498, breaks = c(4, 4.5, 10, 10.5)))

# --- ciclosporin and prednisolone ------------------------------------------------------------------------------------
CSA <- data.frame(t = ONCE$t, mg = 50 * ONCE$mg)
e <- list(ktr = 0.3, cl = 0.1, v = -0.2, f = 0.15); cv <- list(weight = c(61, 61), prednisolone = c(20, 15))
add("ciclosporin_press_2010", e, cv, CSA, run(
  function(k) { h <- cv$prednisolone[k] >= 20; list(ktr = 2 * (if (h) 0.45 else 1) * exp(e$ktr), cl = 15 * (61 / 76)^0.75 * exp(e$cl),
    v = 56 * 61 / 76 * exp(e$v), q = 14, v2 = 125, f = 0.5 * (if (h) 0.78 else 1) * exp(e$f)) },
  chain(2), function(y, p, k) 1000 * y[3] / p$v, 4, CSA, part = function(p, mg) p$f))

PSL <- data.frame(t = ONCE$t, mg = c(60, 60, 60, 50, 50, 5))
e <- list(cl = 0.3, bmax = -0.2); cv <- list(weight = c(48, 50))
add("prednisolone_bouazza_2025", e, cv, PSL, run(
  function(k) list(cl = 54.3 * (cv$weight[k] / 70)^0.75 * exp(e$cl), v = 235 * cv$weight[k] / 70, ka = 1.19),
  one, function(y, p, k) { u <- y[2] / p$v; u * (1 + 6.77 * exp(e$bmax) / (1 + 0.0095 * u) + 0.8) }, 2, PSL, lag = function(p) 0.17,
  part = function(p, mg) { nmol <- mg / 360.44 * 1e6; nmol / mg * (nmol / 80000)^-0.28 }))

# --- write -----------------------------------------------------------------------------------------------------------
num <- function(x) paste0("[", paste(trimws(formatC(x, digits = 15, format = "g")), collapse = ", "), "]")
obj <- function(x, f) paste0("{", paste(sprintf("\"%s\": %s", names(x), sapply(x, f)), collapse = ", "), "}")
body <- sapply(cases, function(c) sprintf("  {\"model\": \"%s\", \"eta\": %s,\n   \"covariates\": %s,\n   \"dose_times\": %s, \"doses\": %s,\n   \"levels\": %s}",
  c$model, obj(c$eta, function(v) format(v, digits = 15)), obj(c$cov, num), num(c$doses$t), num(c$doses$mg), num(c$levels)))
cat(sprintf("{\"made_by\": {\"R\": \"%s.%s\", \"deSolve\": \"%s\"}, \"change\": %g, \"times\": %s,\n \"cases\": [\n%s\n]}\n", R.version$major, R.version$minor,
  packageVersion("deSolve"), CHANGE, num(TIMES), paste(body, collapse = ",\n")))
