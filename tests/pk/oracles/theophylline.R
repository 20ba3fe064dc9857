# A population fit of R's own Theoph data (twelve people, one dose each; Boeckmann, Sheiner and Beal 1994), twice:
# by nlme (Lindstrom and Bates), and by the first-order conditional objective with interaction, written out here anew.
# Record:  Rscript tests/pk/oracles/theophylline.R > tests/pk/oracles/theophylline.json
# Made with R 4.2.2 and nlme 3.1.162. Nothing here was taken from the package under test.
suppressWarnings(suppressMessages(library(nlme)))
options(digits = 15)
Theoph$mg <- Theoph$Dose * Theoph$Wt # the data give mg/kg
people <- split(as.data.frame(Theoph), as.integer(as.character(Theoph$Subject)))

level <- function(dose, t, ka, cl, v) { k <- cl / v; dose * ka / (v * (ka - k)) * (exp(-k * t) - exp(-ka * t)) }

# --- nlme ------------------------------------------------------------------------------------------------------------
course <- function(dose, t, lka, lcl, lv) level(dose, t, exp(lka), exp(lcl), exp(lv))
fit <- nlme(conc ~ course(mg, Time, lka, lcl, lv), data = Theoph, fixed = lka + lcl + lv ~ 1,
            random = pdDiag(lka + lcl + lv ~ 1), groups = ~Subject, start = c(lka = 0.45, lcl = 1, lv = 3.45), method = "ML",
            control = nlmeControl(tolerance = 1e-8, pnlsTol = 1e-3, msTol = 1e-9, maxIter = 500))
sds <- as.numeric(VarCorr(fit)[, "StdDev"])

# --- the conditional objective ---------------------------------------------------------------------------------------
# p: log ka, log cl, log v; log SDs of the three; correlation of cl and v by its inverse hyperbolic tangent (0: none);
#    log of the additive SD; log of the proportional SD (-Inf: none).
inner <- function(d, p, slopes = FALSE) {
  omega <- diag(exp(2 * p[4:6]))
  omega[2, 3] <- omega[3, 2] <- tanh(p[7]) * exp(p[5] + p[6])
  turn <- solve(omega)
  f <- function(eta) level(d$mg, d$Time, exp(p[1] + eta[1]), exp(p[2] + eta[2]), exp(p[3] + eta[3]))
  grad <- function(eta) {
    ka <- exp(p[1] + eta[1]); cl <- exp(p[2] + eta[2]); v <- exp(p[3] + eta[3]); k <- cl / v; t <- d$Time; D <- d$mg
    a <- exp(-k * t); b <- exp(-ka * t); u <- D * ka / (v * (ka - k))
    dka <- D / v * (-k / (ka - k)^2) * (a - b) + u * t * b
    dk <- D * ka / v / (ka - k)^2 * (a - b) - u * t * a
    cbind(dka * ka, dk * k, -dk * k - u * (a - b))
  }
  sd2 <- function(m) exp(2 * p[8]) + exp(2 * p[9]) * m^2
  loss <- function(eta) { m <- f(eta); s <- sd2(m)
    0.5 * sum((d$conc - m)^2 / s + log(2 * pi * s)) + 0.5 * sum(eta * (turn %*% eta)) }
  slope <- function(eta) { m <- f(eta); s <- sd2(m); r <- d$conc - m; ds <- 2 * exp(2 * p[9]) * m
    as.numeric(t(grad(eta)) %*% (-r / s - 0.5 * r^2 / s^2 * ds + 0.5 * ds / s)) + as.numeric(turn %*% eta) }
  curve <- function(eta) { m <- f(eta); s <- sd2(m); G <- grad(eta); ds <- 2 * exp(2 * p[9]) * m
    t(G) %*% (G * (1 / s + 0.5 * (ds / s)^2)) + turn }
  eta <- c(0, 0, 0)
  for (k in 1:200) {
    g <- slope(eta); if (max(abs(g)) < 1e-11) break
    step <- solve(curve(eta), g); part <- 1
    while (loss(eta - part * step) > loss(eta) + 1e-13 && part > 1e-9) part <- part / 2
    eta <- eta - part * step
  }
  2 * loss(eta) + log(det(omega)) + as.numeric(determinant(curve(eta))$modulus)
}
total <- function(p) sum(sapply(people, inner, p = p))
constant <- nrow(Theoph) * log(2 * pi) # programs leave it out of what they print

best <- function(start, open) {
  whole <- function(x) { p <- start; p[open] <- x; p }
  f <- function(x) { v <- tryCatch(total(whole(x)), error = function(e) NA); if (is.finite(v)) v else 1e6 }
  x <- start[open]
  for (again in 1:2) x <- optim(x, f, method = "BFGS", control = list(reltol = 1e-14, maxit = 500, ndeps = rep(1e-4, length(x))))$par
  h <- 1e-3; n <- length(x); H <- matrix(0, n, n); E <- diag(h, n)
  for (i in 1:n) for (j in 1:i) H[i, j] <- H[j, i] <- (f(x + E[i, ] + E[j, ]) - f(x + E[i, ] - E[j, ]) - f(x - E[i, ] + E[j, ]) + f(x - E[i, ] - E[j, ])) / (4 * h^2)
  list(p = whole(x), open = open, objective = f(x) - constant, se = sqrt(diag(solve(H / 2))))
}
begin <- c(0.45, 1.01, 3.45, log(0.6), log(0.26), log(0.14), 0, log(0.7), -Inf)
additive <- best(begin, c(1:6, 8))
combined <- best(replace(begin, 8:9, c(log(0.4), log(0.1))), c(1:6, 8:9))
somewhere <- c(0.3, 1.1, 3.4, log(0.5), log(0.3), log(0.2), 0.4, log(0.5), log(0.15))

# --- write -----------------------------------------------------------------------------------------------------------
num <- function(x) paste0("[", paste(trimws(formatC(x, digits = 12, format = "g")), collapse = ", "), "]")
told <- function(b) sprintf("{\"p\": %s, \"open\": %s, \"objective\": %.10f, \"se\": %s}", gsub("-Inf", "-99", num(b$p)), num(b$open - 1), b$objective, num(b$se))
who <- sapply(names(people), function(n) { d <- people[[n]]
  sprintf("  {\"id\": \"%s\", \"dose\": %s, \"times\": %s,\n   \"levels\": %s}", n, format(d$mg[1]), num(d$Time), num(d$conc)) })
cat(sprintf("{\"made_by\": {\"R\": \"%s.%s\", \"nlme\": \"%s\"},\n", R.version$major, R.version$minor, packageVersion("nlme")))
cat(sprintf("\"names\": [\"log ka\", \"log cl\", \"log v\", \"log SD ka\", \"log SD cl\", \"log SD v\", \"atanh correlation cl v\", \"log additive\", \"log proportional\"],\n"))
cat(sprintf("\"nlme\": {\"fixed\": %s, \"sd\": %s, \"sigma\": %.10f, \"log_likelihood\": %.10f, \"se\": %s},\n", num(fixef(fit)), num(sds[1:3]), fit$sigma,
            as.numeric(logLik(fit)), num(sqrt(diag(fit$varFix)))))
cat(sprintf("\"additive\": %s,\n\"combined\": %s,\n", told(additive), told(combined)))
cat(sprintf("\"somewhere\": {\"p\": %s, \"objective\": %.10f},\n", num(somewhere), total(somewhere) - constant))
cat("\"people\": [\n", paste(who, collapse = ",\n"), "\n]}\n", sep = "")
