static struct kunit_case alpha_cases[] = {
	KUNIT_CASE_PARAM(first, alpha_gen_params),
	KUNIT_CASE(second),
	KUNIT_CASE(third),
	{}
};

MMSCOPE_SUITE(alpha, alpha_cases);
